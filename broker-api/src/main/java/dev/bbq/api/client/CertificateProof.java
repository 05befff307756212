// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.BlockCodec;
import dev.bbq.api.wire.Octets;
import dev.bbq.api.wire.ProofContent;
import dev.bbq.api.wire.SignatureScheme;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The proof that a client's certificate is its own, for the broker of one certificate
 * (docs/protocol.md, "Proof of the certificate").
 *
 * @param own the client's certificate and key
 * @param server the broker's certificate as TLS has shown and verified it
 */
record CertificateProof(TlsConfig own, X509Certificate server) {

  /**
   * Returns the answer to a challenge.
   *
   * @throws GeneralSecurityException if the key is of a kind that can't be proven, or the chain too
   *     large
   */
  Block.Proof of(Block.Hello hello, Block.Challenge challenge) throws GeneralSecurityException {
    PublicKey key = own.chain().get(0).getPublicKey();
    SignatureScheme scheme =
        SignatureScheme.of(key)
            .orElseThrow(
                () ->
                    new InvalidKeyException(
                        "key not allowed: algorithm=%s, allowed=EC P-256, EC P-384, RSA"
                            .formatted(key.getAlgorithm())));
    byte[] nonce = new byte[ProofContent.NONCE_BYTES];
    new SecureRandom().nextBytes(nonce);
    var unsigned =
        new Block.Proof(new Octets(nonce), Transport.ALPN, scheme.number(), chain(), Octets.NONE);
    byte[] content = ProofContent.of(BlockCodec.encode(hello), challenge, unsigned, server);
    return unsigned.signed(new Octets(scheme.sign(own.key(), content)));
  }

  private List<Octets> chain() throws GeneralSecurityException {
    List<Octets> chain = new ArrayList<>();
    int bytes = 0;
    for (X509Certificate certificate : own.chain()) {
      byte[] der = certificate.getEncoded();
      chain.add(new Octets(der));
      bytes += Long.BYTES + der.length;
    }
    if (bytes > ProofContent.MAX_CHAIN_BYTES || chain.size() > ProofContent.MAX_CERTIFICATES) {
      throw new CertificateException(
          "chain too large: bytes=%d, limit=%d, certificates=%d, limit=%d"
              .formatted(
                  bytes,
                  ProofContent.MAX_CHAIN_BYTES,
                  chain.size(),
                  ProofContent.MAX_CERTIFICATES));
    }
    return chain;
  }
}
