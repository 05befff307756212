// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import dev.bbq.api.transport.StreamHandler;
import java.nio.ByteBuffer;

/** The client's end of a stream on which each byte that comes is an answer. */
abstract class RawStream implements StreamHandler {

  final RawPass pass;

  RawStream(RawPass pass) {
    this.pass = pass;
  }

  @Override
  public void onData(ByteBuffer data) {
    for (int i = data.position(); i < data.limit(); i++) {
      if (data.get(i) != Frame.KEPT) {
        pass.fail("refused: first byte=" + data.get(i));
      }
    }
    pass.answered(data.remaining());
  }

  @Override
  public void onReadComplete() {}

  @Override
  public void onWritable() {}

  @Override
  public void onFinished() {}

  @Override
  public void onReset(long code) {
    pass.fail("stream reset");
  }

  @Override
  public void onStopped(long code) {
    pass.fail("stream stopped");
  }

  @Override
  public void onClosed() {}
}
