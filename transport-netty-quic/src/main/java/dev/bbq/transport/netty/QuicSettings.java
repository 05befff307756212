// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.TransportLimits;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import io.netty.handler.codec.quic.QuicCongestionControlAlgorithm;
import java.util.concurrent.TimeUnit;

/** The transport parameters that both ends use. */
final class QuicSettings {

  // Fits every path that carries IPv6 in a tunnel or two; a packet must be no larger, as QUIC
  // forbids fragments.
  private static final int SEND_PACKET_BYTES = 1350;
  private static final int RECEIVE_PACKET_BYTES = 1500;

  private QuicSettings() {}

  /** Sets a codec up for the given limits. */
  static <B extends QuicCodecBuilder<B>> B apply(B builder, TransportLimits limits) {
    return builder
        .maxIdleTimeout(limits.idleTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .maxSendUdpPayloadSize(SEND_PACKET_BYTES)
        .maxRecvUdpPayloadSize(RECEIVE_PACKET_BYTES)
        .initialMaxData(limits.connectionWindowBytes())
        .initialMaxStreamDataBidirectionalLocal(limits.streamWindowBytes())
        .initialMaxStreamDataBidirectionalRemote(limits.streamWindowBytes())
        .initialMaxStreamsBidirectional(limits.maxStreams())
        .initialMaxStreamsUnidirectional(0)
        .congestionControlAlgorithm(QuicCongestionControlAlgorithm.CUBIC);
  }
}
