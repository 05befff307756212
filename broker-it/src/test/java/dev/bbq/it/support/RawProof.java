// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.support;

import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Octets;
import dev.bbq.api.wire.ProofContent;
import dev.bbq.api.wire.SignatureScheme;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Proofs of certificates (docs/protocol.md, "Proof of the certificate"), right or not. */
public final class RawProof {

  /** The client's nonce: always the same, as nothing of ours depends on it. */
  public static final Octets NONCE = new Octets(new byte[ProofContent.NONCE_BYTES]);

  private RawProof() {}

  /** Returns what a client answers to a broker of this certificate. */
  public static Block.Proof of(
      byte[] hello, Block.Challenge challenge, TlsConfig own, X509Certificate server)
      throws GeneralSecurityException {
    Block.Proof unsigned = unsigned(own.chain().get(0));
    return unsigned.signed(signature(hello, challenge, unsigned, own, server));
  }

  /** Returns a proof without signature. */
  public static Block.Proof unsigned(X509Certificate certificate) throws GeneralSecurityException {
    SignatureScheme scheme = SignatureScheme.of(certificate.getPublicKey()).orElseThrow();
    List<Octets> chain = List.of(new Octets(certificate.getEncoded()));
    return new Block.Proof(NONCE, "bbq", scheme.number(), chain, Octets.NONE);
  }

  /** Signs. */
  public static Octets signature(
      byte[] hello,
      Block.Challenge challenge,
      Block.Proof unsigned,
      TlsConfig own,
      X509Certificate server)
      throws GeneralSecurityException {
    SignatureScheme scheme = SignatureScheme.of(own.chain().get(0).getPublicKey()).orElseThrow();
    return new Octets(scheme.sign(own.key(), ProofContent.of(hello, challenge, unsigned, server)));
  }
}
