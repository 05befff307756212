// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.identity;

import static dev.bbq.api.wire.BlockCodec.encode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.wire.Block;
import dev.bbq.core.BrokerLimits;
import dev.bbq.it.support.BlindTransport;
import dev.bbq.it.support.BrokerFixture;
import dev.bbq.it.support.BrokerLog;
import dev.bbq.it.support.Pair;
import dev.bbq.it.support.RawClient;
import dev.bbq.it.support.RawProof;
import dev.bbq.it.support.RawStream;
import dev.bbq.it.support.TestCertificates;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A broker whose transport can't ask for certificates, and a peer that says what the test says
 * (docs/protocol.md, "Proof of the certificate").
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@ParameterizedClass
@ValueSource(strings = {BlindTransport.NAME, "kwik"})
abstract class ProofTest {

  static final Block.Hello HELLO = new Block.Hello(1, 1, "forger");
  static final String QUEUE = "orders";

  @Parameter String transport;

  BrokerFixture broker;
  RawClient peer;
  RawStream stream;
  private BrokerLog log;

  @BeforeEach
  final void start() {
    log = new BrokerLog();
    TransportLimits hasty =
        TransportLimits.builder().handshakeTimeout(Duration.ofSeconds(3)).build();
    broker =
        BrokerFixture.start(
            new Pair(transport, transport),
            BrokerFixture.builder().limits(BrokerLimits.DEFAULT.withTransport(hasty)));
    broker.client().topology().declareQueue(QUEUE);
    connect();
  }

  @AfterEach
  final void end() {
    try {
      assertThat(broker.client().topology().queues())
          .singleElement()
          .satisfies(queue -> assertThat(queue.ready()).isZero());
    } finally {
      log.close();
      broker.close();
    }
  }

  final void connect() {
    peer = broker.rawClient();
    stream = peer.open();
  }

  final Block.Challenge challenge() {
    return challenge(encode(HELLO));
  }

  final Block.Challenge challenge(byte[] hello) {
    stream.write(hello);
    return (Block.Challenge) stream.takeBlock();
  }

  /** Returns what the rightful client answers. */
  final Block.Proof right(Block.Challenge challenge) throws GeneralSecurityException {
    return proof(challenge, TestCertificates.client(), peer.brokerCertificate());
  }

  /** Returns what a client of a broker with this certificate answers. */
  static Block.Proof proof(Block.Challenge challenge, TlsConfig own, X509Certificate server)
      throws GeneralSecurityException {
    return RawProof.of(encode(HELLO), challenge, own, server);
  }

  /** Fails unless the broker closes the connection for this reason, which it also logs. */
  final void assertRefused(ErrorCode code, String reason) {
    assertRefused(peer, stream, code, reason);
  }

  final void assertRefused(RawClient client, RawStream said, ErrorCode code, String reason) {
    CloseCause cause = client.awaitClosed();
    assertThat(cause.kind()).isEqualTo(CloseCause.Kind.PEER);
    assertThat(ErrorCode.ofNumber(cause.code())).isEqualTo(code);
    assertThat(cause.reason()).contains(reason);
    assertThat(said.hasMore()).as("any answer").isFalse();
    log.awaitLine(line -> line.startsWith("connection refused: ") && line.contains(reason));
  }

  /** Fails unless the broker has logged who the refused client says that it is. */
  final void assertLogged(String identity) {
    log.awaitLine(
        line ->
            line.startsWith("connection refused: ")
                && line.contains("identity=\"" + identity + "\""));
  }

  final void assertWelcome(String identity) {
    assertThat(stream.takeBlock())
        .isInstanceOfSatisfying(
            Block.Welcome.class, welcome -> assertThat(welcome.identity()).isEqualTo(identity));
  }
}
