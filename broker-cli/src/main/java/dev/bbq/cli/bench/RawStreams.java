// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportStream;
import org.jspecify.annotations.Nullable;

/** A stream for each frame, a number of them open at once. */
final class RawStreams implements RawRun {

  /** As many as the client has open when it publishes so. */
  private static final int MAX_OPEN = 100;

  private final RawProgress progress;
  private @Nullable TransportConnection connection;
  private int open;
  private boolean filling;

  RawStreams(RawProgress progress) {
    this.progress = progress;
  }

  @Override
  public void start(TransportConnection opened) {
    connection = opened;
    progress.begin();
    fill();
  }

  @Override
  public void onStreamCredit() {
    fill();
  }

  private void fill() {
    TransportConnection streams = connection;
    if (streams == null || filling) {
      return;
    }
    filling = true; // a stream that closes at once would come back here
    while (open < MAX_OPEN && progress.maySend()) {
      TransportStream stream =
          streams.tryOpenStream(
              new RawAnswers(progress, progress::answered, () -> {}, this::closed));
      if (stream == null) {
        break;
      }
      open++;
      progress.send(stream);
      stream.finish();
    }
    filling = false;
  }

  private void closed() {
    open--;
    fill();
  }
}
