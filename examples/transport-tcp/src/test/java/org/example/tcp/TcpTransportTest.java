// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package org.example.tcp;

import dev.bbq.api.transport.Transport;
import dev.bbq.tck.transport.TransportCompatibilityKit;

/** All that the kit asks of a transport that is not QUIC. */
class TcpTransportTest extends TransportCompatibilityKit {

  @Override
  protected Transport transport() {
    return new TcpTransport();
  }

  @Override
  protected boolean usesUdp() {
    return false;
  }
}
