// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The far end of a relay: answers each frame by a byte. */
final class RawConsumer implements StreamHandler {

  private final FrameCounter frames = new FrameCounter();
  private @Nullable TransportStream stream;

  /**
   * Opens the stream.
   *
   * @param open completes when it has said what it is for
   */
  void start(TransportConnection connection, CompletableFuture<Void> open) {
    TransportStream opened = connection.tryOpenStream(this);
    if (opened == null) {
      open.completeExceptionally(new IllegalStateException("no stream allowed"));
      return;
    }
    stream = opened;
    opened.output(1).put(RawServer.CONSUMER);
    opened.flush();
    open.complete(null);
  }

  @Override
  public void onData(ByteBuffer data) {
    frames.add(data);
  }

  @Override
  public void onReadComplete() {
    TransportStream out = stream;
    if (out != null) {
      RawServer.answer(out, frames.take());
      out.flush();
    }
  }

  @Override
  public void onFinished() {}

  @Override
  public void onReset(long code) {}

  @Override
  public void onStopped(long code) {}

  @Override
  public void onWritable() {}

  @Override
  public void onClosed() {}
}
