// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import dev.bbq.api.transport.Transport;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Octets;
import dev.bbq.api.wire.ProofContent;
import dev.bbq.api.wire.SignatureScheme;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The judge of clients that prove their certificate in our own protocol, as the transport can't ask
 * for it in TLS (docs/protocol.md, "Proof of the certificate"). Any thread.
 */
public final class Proofs {

  private final SecureRandom random;
  private final int patience;
  private volatile ClientTrust trust;

  /**
   * Creates a judge.
   *
   * @param trusted the CAs of clients
   * @param patience how many sweeps a client may take
   * @throws GeneralSecurityException if the CAs are of no use
   */
  public Proofs(List<X509Certificate> trusted, int patience, SecureRandom random)
      throws GeneralSecurityException {
    this.trust = new ClientTrust(trusted);
    this.patience = patience;
    this.random = random;
  }

  /**
   * Trusts these CAs from now on, and no others.
   *
   * @throws GeneralSecurityException if they are of no use; then nothing changes
   */
  public void trust(List<X509Certificate> trusted) throws GeneralSecurityException {
    trust = new ClientTrust(trusted);
  }

  /** Returns how many sweeps a client may take. */
  int patience() {
    return patience;
  }

  /** Returns a challenge, different each time. */
  Block.Challenge challenge() {
    byte[] nonce = new byte[ProofContent.NONCE_BYTES];
    random.nextBytes(nonce);
    return new Block.Challenge(new Octets(nonce));
  }

  /**
   * Returns the certificate that a client has proven to be its own.
   *
   * <p>The chain is judged first: the signature costs what the client's own key makes it cost, so
   * only a key that a CA has certified may have us verify it.
   *
   * @param hello its HELO block
   * @param server the certificate that TLS has shown it
   * @throws CertificateException if it has not; the message says why
   */
  X509Certificate verify(
      byte[] hello, Block.Challenge challenge, Block.Proof proof, X509Certificate server)
      throws CertificateException {
    if (!proof.alpn().equals(Transport.ALPN)) {
      throw new CertificateException("proof for another protocol: alpn=" + proof.alpn());
    }
    List<X509Certificate> chain = chain(proof.chain());
    trust.require(chain);
    try {
      requireSignature(
          chain.get(0).getPublicKey(), proof, ProofContent.of(hello, challenge, proof, server));
    } catch (CertificateException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new CertificateException("signature refused: reason=" + e.getMessage(), e);
    }
    return chain.get(0);
  }

  private static void requireSignature(PublicKey key, Block.Proof proof, byte[] content)
      throws GeneralSecurityException {
    SignatureScheme scheme =
        SignatureScheme.of(key)
            .orElseThrow(
                () ->
                    new CertificateException(
                        "key not allowed: algorithm=%s, allowed=EC P-256, EC P-384, RSA"
                            .formatted(key.getAlgorithm())));
    if (scheme.number() != proof.scheme()) {
      throw new CertificateException(
          "scheme not that of the key: scheme=0x%04x, key=0x%04x"
              .formatted(proof.scheme(), scheme.number()));
    }
    if (!scheme.verify(key, content, proof.signature().bytes())) {
      throw new CertificateException(
          "signature not that of the certificate's key over this connection");
    }
  }

  /** Returns of whom the first certificate of a chain is (RFC 2253), if it can be read. */
  static Optional<String> claimed(Block.Proof proof) {
    try {
      return proof.chain().isEmpty()
          ? Optional.empty()
          : Optional.of(
              chain(proof.chain().subList(0, 1)).get(0).getSubjectX500Principal().getName());
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  private static List<X509Certificate> chain(List<Octets> encoded) throws CertificateException {
    if (encoded.isEmpty() || encoded.size() > ProofContent.MAX_CERTIFICATES) {
      throw new CertificateException(
          "number of certificates out of range: certificates=%d, limit=%d"
              .formatted(encoded.size(), ProofContent.MAX_CERTIFICATES));
    }
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    X509Certificate[] chain = new X509Certificate[encoded.size()];
    for (int i = 0; i < chain.length; i++) {
      byte[] der = encoded.get(i).bytes();
      chain[i] = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
      if (!Arrays.equals(chain[i].getEncoded(), der)) {
        throw new CertificateException("certificate not in DER: number=" + i);
      }
    }
    return List.of(chain);
  }
}
