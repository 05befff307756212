// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportStream;
import java.nio.ByteBuffer;

/** A stream that the broker has opened, which none does: it is refused. */
final class UnwantedStream implements StreamHandler {

  UnwantedStream(TransportStream stream) {
    stream.reset(ErrorCode.NOT_ALLOWED.number());
    stream.stopReading(ErrorCode.NOT_ALLOWED.number());
  }

  @Override
  public void onData(ByteBuffer data) {}

  @Override
  public void onReadComplete() {}

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
