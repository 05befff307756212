// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Octets;
import dev.bbq.api.wire.ProofContent;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateProofTest {

  private static final Block.Hello HELLO = new Block.Hello(1, 1, "test");
  private static final Block.Challenge CHALLENGE =
      new Block.Challenge(new Octets(new byte[ProofContent.NONCE_BYTES]));
  private static final TlsConfig OWN = TestIdentity.tls();
  private static final X509Certificate SERVER = OWN.chain().get(0);

  private static CertificateProof withChain(int certificates) {
    List<X509Certificate> chain = Collections.nCopies(certificates, SERVER);
    return new CertificateProof(new TlsConfig(chain, OWN.key(), OWN.trusted()), SERVER);
  }

  @Test
  void shouldHaveAnotherNonceEachTime() throws Exception {
    CertificateProof proof = withChain(1);

    assertThat(proof.of(HELLO, CHALLENGE).nonce()).isNotEqualTo(proof.of(HELLO, CHALLENGE).nonce());
  }

  @Test
  void shouldShowTheWholeChain() throws Exception {
    assertThat(withChain(8).of(HELLO, CHALLENGE).chain()).hasSize(8);
  }

  @Test
  void shouldSayThatTheChainIsTooLarge() {
    assertThatThrownBy(() -> withChain(9).of(HELLO, CHALLENGE))
        .isInstanceOf(CertificateException.class)
        .hasMessageStartingWith("chain too large: bytes=")
        .hasMessageEndingWith(", limit=16384, certificates=9, limit=8");
  }
}
