// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import dev.bbq.api.MessageCounts;
import dev.bbq.api.QueueOptions;
import dev.bbq.api.store.QueueStore;
import dev.bbq.core.queue.DeadLetter;
import dev.bbq.core.queue.DeadLetter.Fate;
import dev.bbq.core.queue.Intake;
import dev.bbq.core.queue.Queue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Moves messages that leave a queue without an ack to its dead-letter exchange. They are kept there
 * before they are gone here, so a crash in between leaves two of them rather than none.
 */
final class DeadLetters {

  private static final Fate MOVED = new Fate.Moved();
  private static final Fate NO_TARGET = new Fate.Dropped(MessageCounts.NO_DEAD_LETTER_TARGET);
  private static final Fate CYCLE = new Fate.Dropped(MessageCounts.DEAD_LETTER_CYCLE);

  private final Topology topology;
  private final QueueStore store;

  DeadLetters(Topology topology, QueueStore store) {
    this.topology = topology;
    this.store = store;
  }

  /** Moves dead letters of a queue; see {@link dev.bbq.core.queue.QueueHost#bury}. */
  CompletionStage<List<Fate>> bury(Queue from, List<DeadLetter> letters) {
    Intake intake = new Intake();
    List<Fate> fates = new ArrayList<>(letters.size());
    for (DeadLetter letter : letters) {
      fates.add(admit(from, letter, intake));
    }
    return intake
        .append(store)
        .thenApply(
            failure ->
                failure == null
                    ? fates
                    : fates.stream().map(fate -> unless(failure, fate)).toList());
  }

  private static Fate unless(Throwable failure, Fate fate) {
    return fate instanceof Fate.Moved ? new Fate.Stays(failure.toString()) : fate;
  }

  private Fate admit(Queue from, DeadLetter letter, Intake intake) {
    QueueOptions options = from.options();
    DeadMessage dead = DeadMessage.of(letter.lease().record().message().bytes());
    String exchange = options.deadLetterExchange().orElseThrow();
    String key = options.deadLetterKey().orElse(dead.routingKey());
    if (!(topology.route(exchange, key) instanceof Route.To to)) {
      return NO_TARGET;
    }
    String reason = letter.reason().label();
    Queue[] targets =
        Arrays.stream(to.queues())
            .filter(queue -> !dead.comesBack(from.name(), reason, queue.name()))
            .toArray(Queue[]::new);
    if (targets.length == 0) {
      return CYCLE;
    }
    byte[] message = dead.forwarded(from.name(), reason, exchange, key);
    Intake.Refusal refusal = intake.add(targets, message, dead.wish());
    return refusal == null ? MOVED : new Fate.Stays(refusal.reason());
  }
}
