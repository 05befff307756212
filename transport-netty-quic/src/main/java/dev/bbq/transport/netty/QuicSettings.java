// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.TransportLimits;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import io.netty.handler.codec.quic.QuicCongestionControlAlgorithm;
import java.util.concurrent.TimeUnit;

/** The transport parameters that both ends use. */
final class QuicSettings {

  private QuicSettings() {}

  /** Sets the codec of a socket up for the given limits. */
  static <B extends QuicCodecBuilder<B>> B apply(B builder, TransportLimits limits, Reach reach) {
    return builder
        .maxIdleTimeout(limits.idleTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .maxSendUdpPayloadSize(reach.packetBytes())
        .maxRecvUdpPayloadSize(reach.packetBytes())
        .initialMaxData(limits.connectionWindowBytes())
        .initialMaxStreamDataBidirectionalLocal(limits.streamWindowBytes())
        .initialMaxStreamDataBidirectionalRemote(limits.streamWindowBytes())
        .initialMaxStreamsBidirectional(limits.maxStreams())
        .initialMaxStreamsUnidirectional(0)
        .congestionControlAlgorithm(QuicCongestionControlAlgorithm.CUBIC);
  }
}
