// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.testkit;

import dev.bbq.api.QueueOptions;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.core.queue.DeadLetter;
import dev.bbq.core.queue.Queue;
import dev.bbq.core.queue.QueueHost;
import dev.bbq.core.queue.QueueTotals;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a queue needs around it: a clock for tests, and a grave where all dead letters go. */
public final class TestHost implements QueueHost {

  /** Its clock. */
  public final TestAlarms alarms = new TestAlarms();

  private final List<DeadLetter> buried = new ArrayList<>();
  private final List<Queue> expired = new ArrayList<>();
  private DeadLetter.Fate fate = new DeadLetter.Fate.Moved();

  /** Returns a queue without options. */
  public static Queue plainQueue(String name, StoreQueue log, QueueTotals totals) {
    return new TestHost().queue(name, QueueOptions.NONE, List.of(Queue.Log.empty(log)), totals);
  }

  /** Returns a queue. */
  public Queue queue(String name, QueueOptions options, List<Queue.Log> logs, QueueTotals totals) {
    return new Queue(name, options, logs, totals, this);
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
  public synchronized CompletionStage<List<DeadLetter.Fate>> bury(
      Queue from, List<DeadLetter> letters) {
    buried.addAll(letters);
    return CompletableFuture.completedStage(Collections.nCopies(letters.size(), fate));
  }

  /** Says what becomes of dead letters from now on. */
  public synchronized void fate(DeadLetter.Fate fateOfAll) {
    fate = fateOfAll;
  }

  /** Returns the dead letters so far. */
  public synchronized List<DeadLetter> buried() {
    return List.copyOf(buried);
  }

  @Override
  public synchronized void expire(Queue queue) {
    expired.add(queue);
  }

  /** Returns the queues that were unused for too long. */
  public synchronized List<Queue> expired() {
    return List.copyOf(expired);
  }
}
