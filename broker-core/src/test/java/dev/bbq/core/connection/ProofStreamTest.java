// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.CERTIFICATE_REFUSED;
import static dev.bbq.api.ErrorCode.INTERNAL;
import static dev.bbq.api.ErrorCode.LIMIT_REACHED;
import static dev.bbq.api.ErrorCode.NOT_ALLOWED;
import static dev.bbq.api.ErrorCode.NO_PROGRESS;
import static dev.bbq.api.ErrorCode.SHUTTING_DOWN;
import static dev.bbq.core.connection.Wire.block;
import static dev.bbq.core.connection.Wire.blocks;
import static dev.bbq.core.connection.Wire.concat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.BlockReader;
import dev.bbq.api.wire.Octets;
import dev.bbq.api.wire.ProofContent;
import dev.bbq.api.wire.Tag;
import dev.bbq.certs.IssuedCertificate;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections whose clients have to prove their certificate, from the first byte to the last. */
class ProofStreamTest {

  private static final int PATIENCE = 5;
  private static final TestPki PKI = new TestPki();

  private TestBroker broker;
  private Proofs proofs;
  private FakeConnection connection;
  private FakeStream stream;

  @BeforeEach
  void connect() throws Exception {
    proofs = PKI.proofs(PATIENCE);
    broker = TestBroker.asking(proofs);
    connection = accepted();
    stream = connection.open();
  }

  private FakeConnection accepted() {
    return broker.accept(new FakeConnection(List.of()).showing(PKI.server.certificate()));
  }

  private Block.Challenge challenge() {
    stream.send(block(TestPki.HELLO));
    return (Block.Challenge) blocks(stream.output()).get(0);
  }

  private byte[] right() throws GeneralSecurityException {
    return block(PKI.proof(challenge(), PKI.client));
  }

  private void assertWelcome() {
    assertThat(connection.closedFor).isEmpty();
    assertThat(connection.closedWith).isNull();
    assertThat(blocks(stream.output()).get(0))
        .isInstanceOfSatisfying(
            Block.Welcome.class,
            welcome -> assertThat(welcome.identity()).isEqualTo("CN=client,O=BBQ"));
    assertThat(broker.connections.count()).isEqualTo(1);
  }

  private void assertRefused(ErrorCode code) {
    assertThat(connection.closedWith).isEqualTo(code);
    assertThat(broker.connections.count()).isZero();
    assertThat(broker.connections.opened()).isZero();
  }

  @Test
  void shouldWelcomeWhoHasProvenItsCertificate() throws Exception {
    stream.send(right());

    assertWelcome();
  }

  @Test
  void shouldTakeHelloAndProofByteByByte() throws Exception {
    stream.sendByteByByte(block(TestPki.HELLO));
    Block.Challenge challenge = (Block.Challenge) blocks(stream.output()).get(0);
    stream.sendByteByByte(block(PKI.proof(challenge, PKI.client)));

    assertWelcome();
  }

  @Test
  void shouldServeTheConnectionAsAnyOtherAfterwards() throws Exception {
    stream.send(concat(right(), block(new Block.Ping(7))));
    FakeStream requests = connection.open(block(new Block.ListAll(Block.Kind.QUEUES)));

    assertThat(blocks(stream.output())).contains(new Block.Pong(7));
    assertThat(blocks(requests.output())).contains(new Block.Okay(0));
  }

  @Test
  void shouldBeForgottenWhenAProvenConnectionIsLost() throws Exception {
    stream.send(right());
    connection.lose();

    assertThat(broker.connections.count()).isZero();
  }

  @Test
  void shouldChallengeEachConnectionDifferently() {
    Block.Challenge first = challenge();
    connection = accepted();
    stream = connection.open();

    assertThat(challenge()).isNotEqualTo(first);
  }

  @Test
  void shouldNotCountAConnectionBeforeItsProof() {
    challenge();

    assertThat(broker.connections.count()).isZero();
  }

  @Test
  void shouldRefuseAMessageAndKeepNothing() {
    stream.send(Wire.send("q", "a"));

    assertRefused(NOT_ALLOWED);
    assertThat(connection.closedFor)
        .isEqualTo("certificate not proven: tag not allowed here: tag=SEND");
    assertThat(stream.output()).isEmpty();
  }

  @Test
  void shouldHearNothingMoreOnceItHasRefused() throws Exception {
    Block.Challenge challenge = challenge();
    byte[] right = block(PKI.proof(challenge, PKI.client));
    stream.send(block(new Block.Ping(1)), right);
    stream.send(right);

    assertRefused(NOT_ALLOWED);
  }

  @Test
  void shouldRefuseWhoIsTooSlow() {
    challenge();
    for (int i = 0; i < PATIENCE; i++) {
      sweep();
    }
    assertThat(connection.closedWith).isNull();
    sweep();

    assertRefused(NO_PROGRESS);
  }

  @Test
  void shouldNotTakeSweepsThatPileUpForPatience() {
    for (int i = 0; i < 2 * PATIENCE; i++) {
      broker.connections.sweep(10);
    }
    connection.run();

    assertThat(connection.closedWith).isNull();
  }

  @Test
  void shouldLeaveWhoHasProvenItsCertificateInPeace() throws Exception {
    stream.send(right());
    for (int i = 0; i < 2 * PATIENCE; i++) {
      sweep();
    }

    assertWelcome();
  }

  private void sweep() {
    broker.connections.sweep(1000);
    connection.run();
  }

  @Test
  void shouldRefuseMoreThanALobbyFullUntilOneHasGone() throws Exception {
    List<FakeConnection> waiting =
        Collections.nCopies(Lobby.MOST - 1, 0).stream().map(i -> accepted()).toList();
    assertThat(accepted().closedWith).isEqualTo(LIMIT_REACHED);

    waiting.get(0).lose();
    assertThat(accepted().closedWith).isNull();
    assertThat(accepted().closedWith).isEqualTo(LIMIT_REACHED);

    stream.send(right());
    assertThat(accepted().closedWith).isNull();
  }

  @Test
  void shouldForgetThoseWhoseTransportHasEnded() {
    Collections.nCopies(Lobby.MOST - 1, 0)
        .forEach(
            i -> {
              accepted().endTransport();
            });
    broker.connections.sweep(1);

    assertThat(accepted().closedWith).isNull();
  }

  @Test
  void shouldNotRunOnATransportThatDoesNotTellItsCertificate() {
    FakeConnection unknown = broker.accept(new FakeConnection(List.of()));

    assertThat(unknown.closedWith).isEqualTo(INTERNAL);
  }

  @Test
  void shouldAskForAProofWhateverCertificatesTheTransportTells() {
    connection =
        broker.accept(new FakeConnection(PKI.client.chain()).showing(PKI.server.certificate()));
    stream = connection.open(Wire.send("q", "a"));

    assertRefused(NOT_ALLOWED);
  }

  @Test
  void shouldRefuseAProofThatComesWhileItDrains() throws Exception {
    byte[] right = right();
    broker.connections.drain("bye");
    stream.send(right);

    assertThat(connection.closedWith).isEqualTo(SHUTTING_DOWN);
    assertThat(broker.connections.count()).isZero();
  }

  @Test
  void shouldTrustOtherCasOnceTheyAreRenewed() throws Exception {
    byte[] right = right();
    proofs.trust(List.of(TestPki.authority().certificate()));
    stream.send(right);

    assertRefused(CERTIFICATE_REFUSED);
    assertThat(connection.closedFor).startsWith("certificate is not of a trusted CA: issuer=");
  }

  @Test
  void shouldRefuseAChainOfCertificatesThatLeadNowhereAtOnce() throws Exception {
    Block.Proof proof = PKI.proof(challenge(), TestPki.authority().root());
    List<Octets> chain =
        Collections.nCopies(8, 0).stream().map(i -> encoded(TestPki.authority().root())).toList();
    stream.send(
        block(new Block.Proof(proof.nonce(), "bbq", proof.scheme(), chain, proof.signature())));

    assertRefused(CERTIFICATE_REFUSED);
  }

  private static Octets encoded(IssuedCertificate issued) {
    try {
      return new Octets(issued.certificate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Whatever bit is another, the proof is none, and nothing is thrown. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldRefuseAProofWithAnyBitChanged(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      connection = accepted();
      stream = connection.open();
      byte[] proof = right();
      int at = random.nextInt(BlockReader.HEADER_BYTES, proof.length);
      proof[at] ^= (byte) (1 << random.nextInt(8));
      stream.send(proof).finishInput(); // a longer chain may wait for more

      assertThat(connection.closedWith).as("seed %d, byte %d", seed, at).isNotNull();
      assertThat(broker.connections.opened()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void shouldRefuseWhateverIsNoProof(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      connection = accepted();
      stream = connection.open();
      challenge();
      byte[] noise = new byte[random.nextInt(2 * ProofContent.MAX_PROOF_TOTAL)];
      random.nextBytes(noise);
      byte[] block = random.nextBoolean() ? noise : block(Tag.PROV, noise);
      stream.send(block).finishInput();

      assertThat(connection.closedWith).as("seed %d", seed).isNotNull();
    }
  }
}
