// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportStream;
import org.jspecify.annotations.Nullable;

/** A stream for each frame. */
final class RawStreams extends RawConnection {

  private final byte[] frame;
  private final int window;
  private final RawPass pass;
  private @Nullable TransportConnection connection;
  private int open;
  private boolean filling;

  RawStreams(byte[] frame, int window, RawPass pass) {
    this.frame = frame;
    this.window = window;
    this.pass = pass;
  }

  void start(TransportConnection opened) {
    connection = opened;
    pass.begin();
    fill();
  }

  @Override
  public void onStreamCredit() {
    fill();
  }

  @Override
  public void onClosed(CloseCause cause) {
    pass.fail("connection closed: " + cause);
  }

  private void fill() {
    TransportConnection streams = connection;
    if (streams == null || filling) {
      return;
    }
    filling = true; // a stream that closes at once would come back here
    while (open < window && pass.maySend(window)) {
      TransportStream stream = streams.tryOpenStream(new One(pass));
      if (stream == null) {
        break;
      }
      open++;
      pass.sent();
      stream.output(frame.length).put(frame);
      stream.finish();
    }
    filling = false;
  }

  private final class One extends RawStream {

    One(RawPass pass) {
      super(pass);
    }

    @Override
    public void onClosed() {
      open--;
      fill();
    }
  }
}
