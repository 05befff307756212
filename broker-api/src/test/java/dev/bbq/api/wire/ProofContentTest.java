// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofContentTest {

  private static final byte[] HELLO = BlockCodec.encode(ProofExample.HELLO);

  private static byte[] content(byte[] hello, Block.Challenge challenge, Block.Proof proof)
      throws GeneralSecurityException {
    return ProofContent.of(hello, challenge, proof, ProofExample.SERVER_SHA_256);
  }

  private static byte[] example() throws GeneralSecurityException {
    return content(HELLO, ProofExample.CHALLENGE, ProofExample.PROOF);
  }

  private static PublicKey key() throws GeneralSecurityException {
    byte[] der = ProofExample.PROOF.chain().get(0).bytes();
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(der))
        .getPublicKey();
  }

  @Test
  void shouldBeSpacesContextZeroAndHash() throws Exception {
    byte[] content = example();

    assertThat(content).hasSize(64 + 43 + 1 + 32);
    assertThat(new String(content, 0, 64, US_ASCII)).isEqualTo(" ".repeat(64));
    assertThat(new String(content, 64, 43, US_ASCII)).isEqualTo(ProofContent.CONTEXT);
    assertThat(content[64 + 43]).isZero();
    assertThat(Arrays.copyOfRange(content, 108, 140))
        .isEqualTo(HexFormat.of().parseHex(ProofExample.SIGNED_SHA_256));
  }

  @Test
  void shouldBeWhatTheExampleOfTheDocumentSigns() throws Exception {
    PublicKey key = key();
    SignatureScheme scheme = SignatureScheme.of(key).orElseThrow();

    assertThat(scheme.number()).isEqualTo(ProofExample.PROOF.scheme());
    assertThat(scheme.verify(key, example(), ProofExample.PROOF.signature().bytes())).isTrue();
  }

  @Test
  void shouldSayTheHashesOfTheExampleInTheDocument() throws Exception {
    String document = Files.readString(Path.of("..", "docs", "protocol.md"));

    assertThat(document)
        .contains(
            "`" + HexFormat.of().formatHex(ProofExample.SERVER_SHA_256) + "`",
            "`" + ProofExample.SIGNED_SHA_256 + "`",
            "`" + ProofContent.CONTEXT + "`");
  }

  @Test
  void shouldNotDependOnTheSignature() throws Exception {
    assertThat(content(HELLO, ProofExample.CHALLENGE, ProofExample.PROOF.signed(Octets.NONE)))
        .isEqualTo(example());
  }

  @Test
  void shouldBeAnotherWhenAnythingIsAnother() throws Exception {
    Block.Proof proof = ProofExample.PROOF;
    Octets other = ProofExample.CHALLENGE.nonce();
    byte[] hello = BlockCodec.encode(new Block.Hello(1, 2, "grill/1.0"));
    List<byte[]> contents =
        List.of(
            example(),
            content(hello, ProofExample.CHALLENGE, proof),
            content(HELLO, new Block.Challenge(proof.nonce()), proof),
            content(
                HELLO,
                ProofExample.CHALLENGE,
                new Block.Proof(
                    other, proof.alpn(), proof.scheme(), proof.chain(), proof.signature())),
            content(
                HELLO,
                ProofExample.CHALLENGE,
                new Block.Proof(
                    proof.nonce(), "h3", proof.scheme(), proof.chain(), proof.signature())),
            content(
                HELLO,
                ProofExample.CHALLENGE,
                new Block.Proof(
                    proof.nonce(), proof.alpn(), 0x0804, proof.chain(), proof.signature())),
            content(
                HELLO,
                ProofExample.CHALLENGE,
                new Block.Proof(
                    proof.nonce(),
                    proof.alpn(),
                    proof.scheme(),
                    List.of(other),
                    proof.signature())),
            ProofContent.of(HELLO, ProofExample.CHALLENGE, proof, new byte[32]));

    assertThat(contents.stream().map(HexFormat.of()::formatHex)).doesNotHaveDuplicates();
  }
}
