// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportStream;

/** The client's end of a raw connection. */
record RawConnection(RawRun run, RawProgress progress) implements ConnectionHandler {

  @Override
  public StreamHandler onStream(TransportStream stream) {
    stream.reset(0); // the server opens none
    return new RawAnswers(progress, count -> {}, () -> {}, () -> {});
  }

  @Override
  public void onStreamCredit() {
    run.onStreamCredit();
  }

  @Override
  public void onClosed(CloseCause cause) {
    progress.fail("connection closed: " + cause); // of no effect when the run has ended
  }
}
