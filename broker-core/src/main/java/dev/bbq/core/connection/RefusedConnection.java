// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportStream;
import java.nio.ByteBuffer;

/** A connection that is being closed because its client may not come in: hears nothing. */
final class RefusedConnection implements ConnectionHandler, StreamHandler {

  @Override
  public StreamHandler onStream(TransportStream stream) {
    return this;
  }

  @Override
  public void onStreamCredit() {}

  @Override
  public void onClosed(CloseCause cause) {}

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
