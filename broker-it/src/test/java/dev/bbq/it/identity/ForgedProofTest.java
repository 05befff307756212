// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.identity;

import static dev.bbq.api.ErrorCode.CERTIFICATE_REFUSED;
import static dev.bbq.api.wire.BlockCodec.encode;
import static dev.bbq.it.support.RawProof.NONCE;
import static dev.bbq.it.support.RawProof.signature;
import static dev.bbq.it.support.RawProof.unsigned;
import static dev.bbq.it.support.TestCertificates.CLIENT_IDENTITY;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Octets;
import dev.bbq.api.wire.ProofContent;
import dev.bbq.api.wire.SignatureScheme;
import dev.bbq.certs.KeyType;
import dev.bbq.it.support.Bytes;
import dev.bbq.it.support.TestCertificates;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Proofs that prove nothing. */
final class ForgedProofTest extends ProofTest {

  private static final String NOT_SIGNED =
      "signature not that of the certificate's key over this connection";

  /** What the other tests prove depends on this. */
  @ParameterizedTest
  @EnumSource
  void shouldWelcomeWhoProvesItsCertificate(KeyType key) throws Exception {
    TlsConfig own = TestCertificates.client(key);
    stream.write(encode(proof(challenge(), own, peer.brokerCertificate())));

    assertWelcome(CLIENT_IDENTITY);
  }

  @Test
  void shouldHearWhatFollowsTheProofAtOnce() throws Exception {
    Block.Proof proof = right(challenge());
    stream.write(Bytes.join(encode(proof), encode(new Block.Ping(7))));

    assertWelcome(CLIENT_IDENTITY);
    assertThat(stream.takeBlock()).isEqualTo(new Block.Pong(7));
  }

  @Test
  void shouldTakeAHelloWithMoreFields() throws Exception {
    byte[] hello = Bytes.join(encode(HELLO), new byte[] {1, 2});
    hello[11] = (byte) (hello[11] + 2); // the last byte of its total
    Block.Challenge challenge = challenge(hello);
    TlsConfig own = TestCertificates.client();
    Block.Proof unsigned = unsigned(own.chain().get(0));
    stream.write(
        encode(
            unsigned.signed(signature(hello, challenge, unsigned, own, peer.brokerCertificate()))));

    assertWelcome(CLIENT_IDENTITY);
  }

  @Test
  void shouldRefuseAStolenCertificateWithoutItsKey() throws Exception {
    stream.write(encode(proof(challenge(), TestCertificates.stolen(), peer.brokerCertificate())));

    assertRefused(CERTIFICATE_REFUSED, NOT_SIGNED);
    assertLogged(CLIENT_IDENTITY);
  }

  @Test
  void shouldRefuseAReplayedProof() throws Exception {
    Block.Proof proof = right(challenge());
    stream.write(encode(proof));
    assertWelcome(CLIENT_IDENTITY);

    connect();
    challenge();
    stream.write(encode(proof));

    assertRefused(CERTIFICATE_REFUSED, NOT_SIGNED);
  }

  @Test
  void shouldRefuseAProofMadeForAnotherServer() throws Exception {
    X509Certificate other = TestCertificates.otherServer().chain().get(0);
    stream.write(encode(proof(challenge(), TestCertificates.client(), other)));

    assertRefused(CERTIFICATE_REFUSED, NOT_SIGNED);
  }

  @Test
  void shouldRefuseAProofForTheCertificateBeforeItWasRenewed() throws Exception {
    X509Certificate before = peer.brokerCertificate();
    broker.broker().renew(TestCertificates.otherServer());
    connect();
    assertThat(peer.brokerCertificate()).isNotEqualTo(before);
    stream.write(encode(proof(challenge(), TestCertificates.client(), before)));

    assertRefused(CERTIFICATE_REFUSED, NOT_SIGNED);
  }

  @Test
  void shouldTakeAProofForTheCertificateThatWasShownWhenAnotherCameSince() throws Exception {
    Block.Challenge challenge = challenge();
    broker.broker().renew(TestCertificates.otherServer());
    stream.write(encode(right(challenge)));

    assertWelcome(CLIENT_IDENTITY);
  }

  @Test
  void shouldTrustTheRenewedCasAndNoOthers() throws Exception {
    TlsConfig stranger = TestCertificates.stranger();
    X509Certificate theirs = TestCertificates.strangersCa();
    TlsConfig server = TestCertificates.server();
    Block.Challenge challenge = challenge();
    broker.broker().renew(new TlsConfig(server.chain(), server.key(), List.of(theirs)));
    stream.write(encode(right(challenge)));
    assertRefused(CERTIFICATE_REFUSED, "certificate is not of a trusted CA");

    connect();
    stream.write(encode(proof(challenge(), stranger, peer.brokerCertificate())));
    assertWelcome(CLIENT_IDENTITY);
    broker.broker().renew(server);
  }

  /** What the client may have signed that is not what came to the broker. */
  enum Altered {
    MIN_VERSION,
    MAX_VERSION,
    PRODUCT,
    MORE_FIELDS,
    BROKER_NONCE,
    CLIENT_NONCE,
    ALPN,
    SCHEME,
    CERTIFICATE,
    LENGTH_OF_CHAIN
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseAProofOverAnotherHello(Altered altered) throws Exception {
    Block.Challenge challenge = challenge();
    TlsConfig own = TestCertificates.client();
    Block.Proof sent = unsigned(own.chain().get(0));
    Octets other = new Octets("another".getBytes(US_ASCII));
    Octets nonce = new Octets(Arrays.copyOf(other.bytes(), ProofContent.NONCE_BYTES));
    byte[] hello =
        switch (altered) {
          case MIN_VERSION -> encode(new Block.Hello(0, 1, HELLO.product()));
          case MAX_VERSION -> encode(new Block.Hello(1, 2, HELLO.product()));
          case PRODUCT -> encode(new Block.Hello(1, 1, "Forger"));
          case MORE_FIELDS -> Bytes.join(encode(HELLO), new byte[1]);
          default -> encode(HELLO);
        };
    Block.Challenge challenged =
        altered == Altered.BROKER_NONCE ? new Block.Challenge(nonce) : challenge;
    Block.Proof signed =
        switch (altered) {
          case CLIENT_NONCE -> altered(sent, nonce, "bbq", sent.scheme(), sent.chain());
          case ALPN -> altered(sent, NONCE, "h3", sent.scheme(), sent.chain());
          case SCHEME -> altered(sent, NONCE, "bbq", 0x0804, sent.chain());
          case CERTIFICATE -> unsigned(TestCertificates.client(KeyType.EC_P256).chain().get(0));
          case LENGTH_OF_CHAIN ->
              altered(sent, NONCE, "bbq", sent.scheme(), List.of(sent.chain().get(0), other));
          default -> sent;
        };
    Octets signature = signature(hello, challenged, signed, own, peer.brokerCertificate());
    stream.write(encode(sent.signed(signature)));

    assertRefused(CERTIFICATE_REFUSED, NOT_SIGNED);
  }

  private static Block.Proof altered(
      Block.Proof proof, Octets nonce, String alpn, int scheme, List<Octets> chain) {
    return new Block.Proof(nonce, alpn, scheme, chain, proof.signature());
  }

  @Test
  void shouldRefuseAProofForAnotherProtocol() throws Exception {
    assertRefusedAs("h3", SignatureScheme.ECDSA_P256, "proof for another protocol: alpn=h3");
  }

  @Test
  void shouldRefuseAnotherSchemeThanThatOfTheKey() throws Exception {
    assertRefusedAs(
        "bbq", SignatureScheme.RSA_PSS, "scheme not that of the key: scheme=0x0804, key=0x0403");
  }

  private void assertRefusedAs(String alpn, SignatureScheme scheme, String reason)
      throws GeneralSecurityException {
    Block.Challenge challenge = challenge();
    TlsConfig own = TestCertificates.client();
    Block.Proof right = unsigned(own.chain().get(0));
    Block.Proof other = altered(right, NONCE, alpn, scheme.number(), right.chain());
    stream.write(
        encode(
            other.signed(
                signature(encode(HELLO), challenge, other, own, peer.brokerCertificate()))));

    assertRefused(CERTIFICATE_REFUSED, reason);
  }

  @Test
  void shouldRefuseAProofWithoutCertificate() throws Exception {
    Block.Proof right = right(challenge());
    stream.write(encode(withChain(right, List.of())));

    assertRefused(CERTIFICATE_REFUSED, "number of certificates out of range: certificates=0");
  }

  @Test
  void shouldRefuseAChainOfTooManyCertificates() throws Exception {
    Block.Proof right = right(challenge());
    stream.write(encode(withChain(right, Collections.nCopies(9, right.chain().get(0)))));

    assertRefused(CERTIFICATE_REFUSED, "number of certificates out of range: certificates=9");
  }

  @Test
  void shouldRefuseAChainThatIsTooLarge() throws Exception {
    Block.Proof right = right(challenge());
    Octets large = new Octets(new byte[ProofContent.MAX_CHAIN_BYTES - Long.BYTES + 1]);
    stream.write(encode(withChain(right, List.of(large))));

    assertRefused(ErrorCode.TOO_LARGE, "field too large: tag=PROV, field=chain");
  }

  @Test
  void shouldRefuseAProofThatIsTooLargeByItsHeaderAlone() throws Exception {
    Block.Proof right = right(challenge());
    Octets large = new Octets(new byte[ProofContent.MAX_PROOF_TOTAL]);
    byte[] block = encode(right.signed(large));
    stream.write(Arrays.copyOf(block, 12));

    assertRefused(ErrorCode.TOO_LARGE, "block too large: tag=PROV");
  }

  private static Block.Proof withChain(Block.Proof proof, List<Octets> chain) {
    return new Block.Proof(proof.nonce(), proof.alpn(), proof.scheme(), chain, proof.signature());
  }

  @Test
  void shouldRefuseASecondAttempt() throws Exception {
    Block.Challenge challenge = challenge();
    byte[] stolen = encode(proof(challenge, TestCertificates.stolen(), peer.brokerCertificate()));
    stream.write(Bytes.join(stolen, encode(right(challenge))));

    assertRefused(CERTIFICATE_REFUSED, NOT_SIGNED);
  }

  @Test
  void shouldTakeNoOtherProofAfterTheFirst() throws Exception {
    byte[] proof = encode(right(challenge()));
    stream.write(proof);
    assertWelcome(CLIENT_IDENTITY);
    stream.write(proof);

    assertThat(stream.takeBlock())
        .isInstanceOfSatisfying(
            Block.Fail.class, fail -> assertThat(fail.code()).isEqualTo(ErrorCode.UNEXPECTED_TAG));
  }
}
