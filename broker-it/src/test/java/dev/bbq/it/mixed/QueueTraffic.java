// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import dev.bbq.api.BbqClient;
import dev.bbq.api.Publisher;
import dev.bbq.api.Subscription;
import java.time.Duration;
import java.util.List;

/** Traffic through one queue of its own that a client has declared, with all accounted for. */
abstract class QueueTraffic implements Traffic {

  private static final Duration LONGEST_CLOSE = Duration.ofMinutes(2);

  final Faults faults;
  final String queue;
  final Ledger ledger;
  final BbqClient client;

  QueueTraffic(Target target, String name, int perSecond) {
    faults = target.faults();
    queue = target.queue(name);
    ledger = target.ledger(name, perSecond);
    client = target.connect();
    client.topology().declareQueue(queue);
  }

  /** Closes a publisher whose messages have all to be answered. */
  final void close(Publisher publisher) {
    if (!publisher.close(LONGEST_CLOSE)) {
      faults.add(queue + ": publisher not closed");
    }
  }

  /** Closes the client, which has to have kept its subscriptions until now. */
  final void closeWith(List<Subscription> subscriptions) {
    if (subscriptions.stream().anyMatch(subscription -> subscription.ended().isDone())) {
      faults.add(queue + ": subscription ended by itself");
    }
    client.close();
    ledger.close();
  }

  @Override
  public final boolean isDrained() {
    return ledger.missing() == 0;
  }

  @Override
  public final String toString() {
    return ledger.toString();
  }
}
