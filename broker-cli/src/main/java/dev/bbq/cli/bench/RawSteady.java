// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportStream;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Frames at a steady rate on one stream, with the time to each answer. */
final class RawSteady implements RawRun {

  private final Task task;
  private final WallClock clock;
  private final RawProgress progress;
  private final ArrayDeque<Long> unanswered = new ArrayDeque<>();
  private @Nullable TransportStream stream;

  RawSteady(Task task, WallClock clock, RawProgress progress) {
    this.task = task;
    this.clock = clock;
    this.progress = progress;
  }

  @Override
  public void start(TransportConnection connection) {
    stream = connection.tryOpenStream(new RawAnswers(progress, this::answered, () -> {}, () -> {}));
    if (stream == null) {
      progress.fail("no stream allowed");
    }
    progress.begin();
  }

  @Override
  public void drive(TransportConnection connection) {
    Pacer pacer = new Pacer(clock, Math.max(1, task.rate() / task.parallel()));
    for (long i = 0; i < task.count() && !progress.outcome().isDone(); i++) {
      long dueMicros = pacer.awaitNext();
      connection.execute(() -> send(dueMicros));
    }
  }

  private void send(long dueMicros) {
    TransportStream out = stream;
    if (out != null) {
      unanswered.add(dueMicros);
      progress.send(out);
      out.flush();
    }
  }

  private void answered(int count) {
    for (int i = 0; i < count; i++) {
      progress.latency(unanswered.remove());
    }
    progress.answered(count);
  }
}
