// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static dev.bbq.api.ErrorCode.QUEUE_DELETED;
import static dev.bbq.api.ErrorCode.QUEUE_FULL;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredMessage.Schedule;
import dev.bbq.core.jfr.Flight;
import dev.bbq.core.jfr.StoreCallEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way into queues: each is let in by all the queues it goes to or by none, and
 * all are appended in one call, so that they are kept or of unknown outcome as a whole. Not for use
 * by several threads.
 */
public final class Intake {

  private static final int FEW = 10;

  private final Map<Queue, Target> targets = new LinkedHashMap<>();
  private final int expected;
  private Queue @Nullable [] lastQueues;
  private Target[] lastTargets = {};
  private boolean lastArePlain;
  private int count;

  /**
   * Why a message was not let in.
   *
   * @param code for the publisher
   * @param reason likewise
   */
  public record Refusal(ErrorCode code, String reason) {}

  /** What goes to one queue. */
  private static final class Target {
    final Queue queue;
    final boolean plainQueue;
    final List<StoredMessage> plain; // of the lowest priority
    private List<List<StoredMessage>> urgent = List.of(); // from priority 1 on
    boolean scheduled;
    long admitted;
    long admittedBytes;

    Target(Queue queue, int expected) {
      this.queue = queue;
      plain = new ArrayList<>(expected);
      plainQueue = queue.inlet().isPlain();
    }

    boolean admit(int size) {
      if (plainQueue) {
        return true;
      }
      boolean admits = queue.inlet().admit(size);
      admitted += admits ? 1 : 0;
      admittedBytes += admits ? size : 0;
      return admits;
    }

    void dismiss(int size) {
      if (!plainQueue) {
        queue.inlet().dismiss(1, size);
        admitted--;
        admittedBytes -= size;
      }
    }

    List<StoredMessage> lane(int priority) {
      if (priority == 0) {
        return plain;
      }
      if (urgent.isEmpty()) {
        urgent = new ArrayList<>();
      }
      while (urgent.size() < priority) {
        urgent.add(new ArrayList<>());
      }
      return urgent.get(priority - 1);
    }

    int laneCount() {
      return 1 + urgent.size();
    }
  }

  /** Creates an intake of a few messages. */
  public Intake() {
    this(FEW);
  }

  /**
   * Creates an intake.
   *
   * @param expected how many messages to one queue there may be: a guess
   */
  public Intake(int expected) {
    this.expected = expected;
  }

  /** Returns how many messages were let in. */
  public int count() {
    return count;
  }

  /**
   * Lets a message in.
   *
   * @param queues where it goes; by the same array as before it is fastest
   * @param message never changed afterwards
   * @return null if it is in, else why not
   */
  @SuppressWarnings("ReferenceEquality") // the same object as last time spares the look-up
  public @Nullable Refusal add(Queue[] queues, byte[] message, Wish wish) {
    if (queues != lastQueues) {
      Target[] found = targetsOf(queues);
      if (found.length < queues.length) {
        return new Refusal(QUEUE_DELETED, "a matched queue is being deleted: publish again");
      }
      lastQueues = queues;
      lastTargets = found;
      lastArePlain = arePlain(found);
    }
    if (lastArePlain && wish == Wish.NONE) {
      StoredMessage stored = StoredMessage.of(message);
      for (Target target : lastTargets) {
        target.plain.add(stored);
      }
      count++;
      return null;
    }
    return addToEach(message, wish);
  }

  /** Lets a message in, each queue in its own way, where one has limits or the publisher a wish. */
  @SuppressWarnings("ReferenceEquality") // the usual one, and seen at once
  private @Nullable Refusal addToEach(byte[] message, Wish wish) {
    for (int i = 0; i < lastTargets.length; i++) {
      if (!lastTargets[i].admit(message.length)) {
        for (int j = 0; j < i; j++) {
          lastTargets[j].dismiss(message.length);
        }
        return new Refusal(QUEUE_FULL, "no room: queue=" + lastTargets[i].queue.name());
      }
    }
    StoredMessage stored = null;
    for (Target target : lastTargets) {
      Schedule schedule = target.queue.inlet().schedule(wish);
      if (stored == null || !stored.schedule().equals(schedule)) {
        stored = new StoredMessage(message, schedule); // one for all queues, unless they differ
      }
      target.scheduled |= schedule != Schedule.NONE;
      target.lane(schedule.priority()).add(stored);
    }
    count++;
    return null;
  }

  private static boolean arePlain(Target[] found) {
    for (Target target : found) {
      if (!target.plainQueue) {
        return false;
      }
    }
    return true;
  }

  private Target[] targetsOf(Queue[] queues) {
    Target[] found = new Target[queues.length];
    for (int i = 0; i < queues.length; i++) {
      Target target = targets.get(queues[i]);
      if (target == null) {
        if (!queues[i].inlet().reserve()) {
          return new Target[0]; // those reserved before are let go by append()
        }
        target = new Target(queues[i], targets.isEmpty() ? expected : FEW);
        targets.put(queues[i], target);
      }
      found[i] = target;
    }
    return found;
  }

  /**
   * Appends what was let in, once, and tells the queues. To be called also if nothing was.
   *
   * @return completes, never exceptionally, when the outcome is known: with null if all is kept,
   *     else with what the store has failed by
   */
  public CompletionStage<@Nullable Throwable> append(QueueStore store) {
    List<Append> appends = new ArrayList<>(targets.size());
    for (Target target : targets.values()) {
      for (int i = 0; i < target.laneCount(); i++) {
        if (!target.lane(i).isEmpty()) {
          appends.add(new Append(target.queue.inlet().log(i), target.lane(i)));
        }
      }
    }
    if (appends.isEmpty()) {
      report(null);
      return CompletableFuture.completedStage(null);
    }
    return append(store, appends)
        .handle(
            (firsts, failure) -> {
              report(failure == null ? firsts : null);
              return failure;
            });
  }

  private CompletionStage<long[]> append(QueueStore store, List<Append> appends) {
    try {
      StoreCallEvent call = Flight.storeCall("append", count);
      return Flight.endWith(store.append(appends), call)
          .thenApply(
              firsts -> {
                if (firsts.length != appends.size()) {
                  throw new IllegalStateException(
                      "store did not number what it was given: appends=%d, numbers=%d"
                          .formatted(appends.size(), firsts.length));
                }
                return firsts;
              });
    } catch (Throwable broken) { // a store that throws instead of failing its stage
      return CompletableFuture.failedStage(broken);
    }
  }

  private void report(long @Nullable [] firsts) {
    int next = 0;
    for (Target target : targets.values()) {
      List<Arrival> arrivals = new ArrayList<>(1);
      for (int i = 0; i < target.laneCount() && firsts != null; i++) {
        if (!target.lane(i).isEmpty()) {
          arrivals.add(new Arrival(i, firsts[next++], target.lane(i)));
        }
      }
      if (arrivals.isEmpty()) {
        target.queue.inlet().dismiss(target.admitted, target.admittedBytes);
        target.queue.inlet().notAppended();
      } else if (target.plainQueue && !target.scheduled) {
        target.queue.inlet().appended(arrivals.get(0).first(), target.plain.size());
      } else {
        target.queue.inlet().appended(arrivals);
      }
    }
    targets.clear(); // lets go of the messages
    lastQueues = null;
    lastTargets = new Target[0];
  }
}
