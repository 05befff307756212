// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import dev.bbq.api.transport.TransportStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/** How far a raw run has come. Used in the connection's context, but for {@link #outcome()}. */
final class RawProgress {

  private final Task task;
  private final WallClock clock;
  private final LongAdder done;
  private final Latencies latencies = new Latencies();
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final byte[] frame;
  private long beginMicros;
  private long sent;
  private long answered;

  RawProgress(Task task, int frameBytes, WallClock clock, LongAdder done) {
    this.task = task;
    this.clock = clock;
    this.done = done;
    this.frame = new byte[frameBytes];
  }

  void begin() {
    beginMicros = clock.micros();
  }

  /** Returns how many bytes are sent for each message. */
  int frameBytes() {
    return frame.length;
  }

  /** Tells whether there are frames left that the window allows to send. */
  boolean maySend() {
    return sent < task.count() && sent - answered < task.window();
  }

  /** Puts a frame into the output of a stream, in pieces if it is large, and counts it as sent. */
  void send(TransportStream out) {
    int count;
    for (int at = 0; at < frame.length; at += count) {
      count = Math.min(frame.length - at, TransportStream.MAX_OUTPUT_BYTES);
      out.output(count).put(frame, at, count);
    }
    sent++;
  }

  /** Counts answers; the last one completes the outcome. */
  void answered(int count) {
    answered += count;
    done.add(count);
    if (answered == task.count()) {
      outcome.complete(new Outcome(answered, beginMicros, clock.micros(), latencies));
    } else if (answered > sent) {
      fail("more answers than frames");
    }
  }

  /** Records how long an answer took. */
  void latency(long sentMicros) {
    latencies.record(clock.micros() - sentMicros);
  }

  void fail(String reason) {
    outcome.completeExceptionally(
        new BenchException(
            "raw run failed: reason=%s, sent=%d, answered=%d".formatted(reason, sent, answered)));
  }

  /** Completes with the last answer. Any thread. */
  CompletableFuture<Outcome> outcome() {
    return outcome;
  }
}
