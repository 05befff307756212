// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.Transport;
import dev.bbq.transport.netty.contract.RenewContract;

/** {@link RenewContract} for {@code netty-quic}. */
final class NettyRenewTest extends RenewContract {

  @Override
  protected Transport transport() {
    return new NettyQuicTransport();
  }
}
