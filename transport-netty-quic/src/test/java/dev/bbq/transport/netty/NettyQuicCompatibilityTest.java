// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.Transport;
import dev.bbq.tck.transport.TransportCompatibilityKit;

/** {@link TransportCompatibilityKit} for {@code netty-quic}. */
final class NettyQuicCompatibilityTest extends TransportCompatibilityKit {

  @Override
  protected Transport transport() {
    return new NettyQuicTransport();
  }
}
