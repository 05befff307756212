// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Frames one after the other on one stream. */
final class RawPublisher extends RawStream {

  private final byte[] frame;
  private final int window;
  private @Nullable TransportStream stream;
  private int offset;

  RawPublisher(byte[] frame, int window, RawPass pass) {
    super(pass);
    this.frame = frame;
    this.window = window;
  }

  void start(TransportConnection connection) {
    stream = connection.tryOpenStream(this);
    if (stream == null) {
      pass.fail("no stream allowed");
    }
    pass.begin();
    fill();
  }

  @Override
  public void onReadComplete() {
    fill();
  }

  @Override
  public void onWritable() {
    fill();
  }

  private void fill() {
    TransportStream out = stream;
    while (out != null && out.isWritable() && (offset > 0 || pass.maySend(window))) {
      ByteBuffer buffer = out.output(TransportStream.MAX_OUTPUT_BYTES);
      int room = TransportStream.MAX_OUTPUT_BYTES;
      while (room > 0 && (offset > 0 || pass.maySend(window))) {
        int part = Math.min(room, frame.length - offset);
        buffer.put(frame, offset, part);
        room -= part;
        offset += part;
        if (offset == frame.length) {
          offset = 0;
          pass.sent();
        }
      }
      out.flush();
    }
  }
}
