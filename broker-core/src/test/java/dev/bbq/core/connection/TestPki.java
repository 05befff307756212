// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.BlockCodec;
import dev.bbq.api.wire.Octets;
import dev.bbq.api.wire.ProofContent;
import dev.bbq.api.wire.SignatureScheme;
import dev.bbq.certs.CertificateAuthority;
import dev.bbq.certs.CertificateRequest;
import dev.bbq.certs.IssuedCertificate;
import dev.bbq.certs.KeyType;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** An authority with a broker and a client, and the proofs that such a client makes. */
final class TestPki {

  static final Block.Hello HELLO = new Block.Hello(1, 1, "test");

  final CertificateAuthority authority = authority();
  final IssuedCertificate server =
      authority.issue(CertificateRequest.server("server", List.of("localhost")));
  final IssuedCertificate client = authority.issue(CertificateRequest.client("client"));

  static CertificateAuthority authority() {
    return CertificateAuthority.create(
        "CA", KeyType.EC_P256, Clock.systemUTC(), new SecureRandom());
  }

  Proofs proofs(int patience) throws GeneralSecurityException {
    return new Proofs(List.of(authority.certificate()), patience, new SecureRandom());
  }

  /** Returns what the owner of a certificate answers to a challenge of the broker's. */
  Block.Proof proof(Block.Challenge challenge, IssuedCertificate own)
      throws GeneralSecurityException {
    SignatureScheme scheme = SignatureScheme.of(own.certificate().getPublicKey()).orElseThrow();
    List<Octets> chain = new ArrayList<>();
    for (X509Certificate certificate : own.chain()) {
      chain.add(new Octets(certificate.getEncoded()));
    }
    Octets nonce = new Octets(new byte[ProofContent.NONCE_BYTES]);
    Block.Proof unsigned = new Block.Proof(nonce, "bbq", scheme.number(), chain, Octets.NONE);
    byte[] content =
        ProofContent.of(BlockCodec.encode(HELLO), challenge, unsigned, server.certificate());
    return unsigned.signed(new Octets(scheme.sign(own.key(), content)));
  }
}
