// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import dev.bbq.api.transport.StreamHandler;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;

/** The client's end of a raw stream: each byte that comes is an answer. */
final class RawAnswers implements StreamHandler {

  private final RawProgress progress;
  private final IntConsumer onAnswers;
  private final Runnable onMore;
  private final Runnable onGone;

  /**
   * Creates it.
   *
   * @param onAnswers takes how many answers have come
   * @param onMore goes on sending after a burst of answers, or when there is room again
   * @param onGone learns that the stream has closed
   */
  RawAnswers(RawProgress progress, IntConsumer onAnswers, Runnable onMore, Runnable onGone) {
    this.progress = progress;
    this.onAnswers = onAnswers;
    this.onMore = onMore;
    this.onGone = onGone;
  }

  @Override
  public void onData(ByteBuffer data) {
    onAnswers.accept(data.remaining());
  }

  @Override
  public void onReadComplete() {
    onMore.run();
  }

  @Override
  public void onWritable() {
    onMore.run();
  }

  @Override
  public void onFinished() {}

  @Override
  public void onReset(long code) {
    progress.fail("stream reset");
  }

  @Override
  public void onStopped(long code) {
    progress.fail("stream stopped");
  }

  @Override
  public void onClosed() {
    onGone.run();
  }
}
