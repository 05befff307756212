// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.Transport;
import dev.bbq.transport.netty.contract.RefusalContract;

/** {@link RefusalContract} for {@code netty-quic}. */
final class NettyRefusalTest extends RefusalContract {

  @Override
  protected Transport transport() {
    return new NettyQuicTransport();
  }
}
