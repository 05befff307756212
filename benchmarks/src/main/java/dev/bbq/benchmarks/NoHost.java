// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks;

import dev.bbq.core.queue.Alarms;
import dev.bbq.core.queue.DeadLetter;
import dev.bbq.core.queue.Queue;
import dev.bbq.core.queue.QueueHost;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What queues without options have around them: the time, and nothing that they could ask for. */
record NoHost() implements QueueHost, Alarms {

  @Override
  public long nowMs() {
    return System.currentTimeMillis();
  }

  @Override
  public void at(long timeMs, Runnable task) {
    throw new UnsupportedOperationException("no alarm is needed");
  }

  @Override
  public void alarm(Queue queue, long atMs) {
    throw new UnsupportedOperationException("no alarm is needed");
  }

  @Override
  public CompletionStage<List<DeadLetter.Fate>> bury(Queue from, List<DeadLetter> letters) {
    throw new UnsupportedOperationException("nothing is dead-lettered");
  }

  @Override
  public void expire(Queue queue) {
    throw new UnsupportedOperationException("nothing expires");
  }
}
