// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportStream;

/** The client's end of a connection whose server opens no streams. */
class RawConnection implements ConnectionHandler {

  @Override
  public final StreamHandler onStream(TransportStream stream) {
    throw new IllegalStateException("the server has opened a stream");
  }

  @Override
  public void onClosed(CloseCause cause) {}
}
