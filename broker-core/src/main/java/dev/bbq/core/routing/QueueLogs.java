// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import dev.bbq.api.QueueOptions;
import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.QueueStore.RecoveredQueue;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.wire.Octets;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.QueueArguments;
import dev.bbq.core.queue.Queue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The logs of queues in the store: one for each priority. That of priority 0 has the queue's name;
 * those of others have a name that no queue can have. It is made last, so that a queue whose
 * creation was cut short is none.
 */
final class QueueLogs {

  /** Divides the name of a queue from a priority; no name has it, for it is a control character. */
  private static final char DIVIDER = '\u001f';

  private final QueueStore store;

  QueueLogs(QueueStore store) {
    this.store = store;
  }

  /**
   * A queue that an earlier run has left.
   *
   * @param name its name
   * @param options what it was declared with
   * @param logs its logs, by priority
   */
  record Restored(String name, QueueOptions options, List<Queue.Log> logs) {}

  /** Makes the logs of a new queue, in the order of priorities; none is left when one fails. */
  CompletionStage<List<Queue.Log>> create(String name, QueueOptions options) {
    byte[] definition = QueueArguments.encode(options).bytes();
    List<StoreQueue> made = new ArrayList<>();
    CompletionStage<?> all = CompletableFuture.completedStage(null);
    for (int priority = options.maxPriority(); priority >= 0; priority--) {
      String logName = logName(name, priority);
      all = all.thenCompose(before -> create(logName, definition)).thenAccept(made::add);
    }
    return all.handle(
            (done, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedStage(logs(made));
              }
              made.forEach(QueueLogs::drop);
              return CompletableFuture.<List<Queue.Log>>failedStage(failure);
            })
        .thenCompose(outcome -> outcome);
  }

  private static List<Queue.Log> logs(List<StoreQueue> made) {
    return made.reversed().stream().map(Queue.Log::empty).toList();
  }

  private static String logName(String queue, int priority) {
    return priority == 0 ? queue : queue + DIVIDER + priority;
  }

  private CompletionStage<StoreQueue> create(String name, byte[] definition) {
    try {
      return store.create(name, definition);
    } catch (Throwable broken) { // a store that throws instead of failing its stage
      return CompletableFuture.failedStage(broken);
    }
  }

  private static void drop(StoreQueue log) {
    try {
      var unused = log.drop();
    } catch (RuntimeException broken) { // as above; the name stays taken
      return;
    }
  }

  /**
   * Returns the queues that an earlier run has left, and drops what is left of others.
   *
   * @throws IllegalArgumentException if the options of one can't be read
   */
  List<Restored> restore(List<RecoveredQueue> recovered) {
    Map<String, RecoveredQueue> byName = new LinkedHashMap<>();
    recovered.forEach(left -> byName.put(left.name(), left));
    List<Restored> restored = new ArrayList<>();
    for (RecoveredQueue left : recovered) {
      if (left.name().indexOf(DIVIDER) < 0) {
        byName.remove(left.name());
        QueueOptions options = options(left);
        List<Queue.Log> logs = new ArrayList<>();
        logs.add(log(left));
        for (int priority = 1; priority <= options.maxPriority(); priority++) {
          RecoveredQueue lane = byName.remove(logName(left.name(), priority));
          logs.add(log(require(lane, left.name(), priority)));
        }
        restored.add(new Restored(left.name(), options, logs));
      }
    }
    byName.values().forEach(orphan -> drop(orphan.queue()));
    return restored;
  }

  private static RecoveredQueue require(@Nullable RecoveredQueue lane, String name, int priority) {
    if (lane == null) {
      throw new IllegalArgumentException(
          "store has lost a part of a queue: queue=%s, priority=%d".formatted(name, priority));
    }
    return lane;
  }

  private static QueueOptions options(RecoveredQueue left) {
    try {
      return QueueArguments.decode(new Octets(left.definition()));
    } catch (ProtocolException unreadable) {
      throw new IllegalArgumentException(
          "options of a queue unreadable: queue=%s, reason=%s"
              .formatted(left.name(), unreadable.reason()),
          unreadable);
    }
  }

  private static Queue.Log log(RecoveredQueue left) {
    return new Queue.Log(left.queue(), left.firstSequence(), left.nextSequence(), left.count());
  }
}
