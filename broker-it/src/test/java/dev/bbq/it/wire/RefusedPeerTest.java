// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.it.support.Bytes;
import dev.bbq.it.support.NettyPeer;
import dev.bbq.it.support.Pair;
import dev.bbq.it.support.RawClient;
import dev.bbq.it.support.RawStream;
import dev.bbq.it.support.TestCertificates;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that a broker must not let in, whatever they say once connected. */
final class RefusedPeerTest extends HostilePeerTest {

  private static final byte[] MESSAGE = Bytes.send("", QUEUE, "let me in");

  @BeforeAll
  static void assumeThatTlsJudges() {
    Pair.assumeBrokerHas(TransportCapability.MUTUAL_TLS);
    Pair.assumeClientHas(TransportCapability.MUTUAL_TLS); // else it shows its certificate elsewhere
  }

  static Stream<Arguments> badCertificates() {
    return Stream.of(
        arguments(named("another authority's", TestCertificates.stranger())),
        arguments(named("expired", TestCertificates.expired())),
        arguments(named("not valid yet", TestCertificates.early())),
        arguments(named("the server's own", TestCertificates.serverAsClient())));
  }

  @ParameterizedTest
  @MethodSource("badCertificates")
  void shouldTakeNothingFromAPeerWithABadCertificate(TlsConfig tls) {
    try (RawClient peer = RawClient.tryConnect(broker.port(), tls, TransportLimits.DEFAULT)) {
      // The client's handshake may end before the server has judged its certificate.
      RawStream stream = peer.tryOpen();
      if (stream != null) {
        stream.write(MESSAGE);
      }
      peer.awaitClosed();
      assertThat(stream == null || !stream.hasMore()).as("no reply").isTrue();
    } catch (TransportException refused) {
      assertThat(refused.kind()).isEqualTo(TransportException.Kind.TLS);
    }
    assertThat(ready()).isZero();
  }

  @ParameterizedTest
  @MethodSource("badCertificates")
  void shouldTellAClientWithABadCertificateThatItIsRefused(TlsConfig tls) {
    assertThatExceptionOfType(ConnectionException.class)
        .isThrownBy(() -> BbqClient.connect(broker.options().tls(tls).build()));
  }

  @Test
  void shouldTakeNothingFromAPeerWithoutACertificate() {
    try (NettyPeer peer = NettyPeer.connect(broker.port(), "bbq", false)) {
      peer.publish(MESSAGE);
      peer.awaitClosed();
      assertThat(peer.receivedBytes()).isZero();
    }
    assertThat(ready()).isZero();
  }

  @ParameterizedTest
  @MethodSource("wrongProtocols")
  void shouldTakeNothingFromAPeerThatSpeaksAnotherProtocol(String alpn) {
    try (NettyPeer peer = NettyPeer.connect(broker.port(), alpn, true)) {
      peer.publish(MESSAGE);
      peer.awaitClosed();
      assertThat(peer.receivedBytes()).isZero();
    }
    assertThat(ready()).isZero();
  }

  static Stream<String> wrongProtocols() {
    return Stream.of("h3", "bbq2", "BBQ", "mqtt");
  }

  /** What the tests above prove depends on this. */
  @Test
  void shouldServeTheSamePeerWithTheRightCertificateAndProtocol() {
    try (NettyPeer peer = NettyPeer.connect(broker.port(), "bbq", true)) {
      peer.publish(MESSAGE);
      peer.awaitBytes(1);
    }
    assertThat(ready()).isEqualTo(1);
  }
}
