// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportStream;
import java.nio.ByteBuffer;

/** One stream of the bare server: counts frames by their bytes and answers each with one byte. */
final class RawCounter implements StreamHandler {

  private static final byte ANSWER = 0x01;

  private final TransportStream stream;
  private final int frameBytes;
  private long unanswered;

  RawCounter(TransportStream stream, int frameBytes) {
    this.stream = stream;
    this.frameBytes = frameBytes;
  }

  @Override
  public void onData(ByteBuffer data) {
    unanswered += data.remaining();
  }

  @Override
  public void onReadComplete() {
    long frames = unanswered / frameBytes;
    unanswered %= frameBytes;
    while (frames > 0) {
      ByteBuffer output = stream.output(1);
      int count = (int) Math.min(frames, output.remaining());
      for (int i = 0; i < count; i++) {
        output.put(ANSWER);
      }
      frames -= count;
    }
    stream.flush();
  }

  @Override
  public void onFinished() {
    stream.finish();
  }

  @Override
  public void onReset(long code) {
    stream.reset(code);
  }

  @Override
  public void onStopped(long code) {
    stream.stopReading(code);
  }

  @Override
  public void onWritable() {}

  @Override
  public void onClosed() {}
}
