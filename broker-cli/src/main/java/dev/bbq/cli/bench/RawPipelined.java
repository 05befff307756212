// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportStream;
import org.jspecify.annotations.Nullable;

/** Frames one behind the other on one stream, as many on the way as the window allows. */
final class RawPipelined implements RawRun {

  private final RawProgress progress;
  private @Nullable TransportStream stream;

  RawPipelined(RawProgress progress) {
    this.progress = progress;
  }

  @Override
  public void start(TransportConnection connection) {
    stream =
        connection.tryOpenStream(
            new RawAnswers(progress, progress::answered, this::fill, () -> {}));
    if (stream == null) {
      progress.fail("no stream allowed");
    }
    progress.begin();
    fill();
  }

  private void fill() {
    TransportStream out = stream;
    if (out == null) {
      return;
    }
    while (out.isWritable() && progress.maySend()) {
      int room = TransportStream.MAX_OUTPUT_BYTES;
      do {
        progress.send(out);
        room -= progress.frameBytes();
      } while (room >= progress.frameBytes() && progress.maySend());
      out.flush();
    }
  }
}
