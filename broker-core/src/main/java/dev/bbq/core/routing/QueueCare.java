// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import dev.bbq.api.store.QueueStore;
import dev.bbq.core.log.LogText;
import dev.bbq.core.queue.Alarms;
import dev.bbq.core.queue.DeadLetter;
import dev.bbq.core.queue.Queue;
import dev.bbq.core.queue.QueueHost;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the broker does for a queue that needs the time, other queues, or its own end. */
final class QueueCare implements QueueHost {

  private static final System.Logger LOGGER = System.getLogger(Queue.class.getName());

  private final Topology topology;
  private final DeadLetters deadLetters;
  private final Alarms alarms;

  QueueCare(Topology topology, QueueStore store, Alarms alarms) {
    this.topology = topology;
    this.alarms = alarms;
    deadLetters = new DeadLetters(topology, store);
  }

  @Override
  public long nowMs() {
    return alarms.nowMs();
  }

  @Override
  public void alarm(Queue queue, long atMs) {
    alarms.at(atMs, () -> queue.onAlarm(atMs));
  }

  @Override
  public CompletionStage<List<DeadLetter.Fate>> bury(Queue from, List<DeadLetter> letters) {
    CompletableFuture<List<DeadLetter.Fate>> fates = new CompletableFuture<>();
    alarms.at(nowMs(), () -> bury(from, letters, fates));
    return fates;
  }

  private void bury(
      Queue from, List<DeadLetter> letters, CompletableFuture<List<DeadLetter.Fate>> fates) {
    try {
      var unused = deadLetters.bury(from, letters).thenAccept(fates::complete);
    } catch (RuntimeException bug) { // or they would be under way for ever
      LOGGER.log(Level.ERROR, "dead letters not moved: queue=" + LogText.quoted(from.name()), bug);
      fates.complete(
          Collections.nCopies(letters.size(), new DeadLetter.Fate.Stays(bug.toString())));
    }
  }

  @Override
  public void expire(Queue queue) {
    LOGGER.log(
        Level.INFO, () -> "queue expires unused: queue=%s".formatted(LogText.quoted(queue.name())));
    var unused =
        topology
            .deleteUnused(queue)
            .exceptionally(
                failure -> {
                  LOGGER.log(
                      Level.WARNING,
                      () ->
                          "expired queue not deleted: queue=%s, cause=%s"
                              .formatted(LogText.quoted(queue.name()), failure));
                  return 0L;
                });
  }
}
