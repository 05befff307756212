// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

package dev.bbq.certs;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** A kind of key that certificates can carry. */
public enum KeyType {
  /** Elliptic curve P-256, signs with ECDSA and SHA-256. */
  EC_P256("EC", "SHA256withECDSA"),

  /** Elliptic curve P-384, signs with ECDSA and SHA-384. */
  EC_P384("EC", "SHA384withECDSA"),

  /** RSA of 2048 bits, signs certificates with PKCS #1 v1.5 and SHA-256; in TLS 1.3 with PSS. */
  RSA_2048("RSA", "SHA256withRSA");

  private static final int P256_BITS = 256;

  private final String algorithm;
  private final String signatureAlgorithm;

  KeyType(String algorithm, String signatureAlgorithm) {
    this.algorithm = algorithm;
    this.signatureAlgorithm = signatureAlgorithm;
  }

  KeyPair generate(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(parameters(), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new CertificatesException("JVM cannot make a key: type=" + this, e);
    }
  }

  private AlgorithmParameterSpec parameters() {
    return switch (this) {
      case EC_P256 -> new ECGenParameterSpec("secp256r1");
      case EC_P384 -> new ECGenParameterSpec("secp384r1");
      case RSA_2048 -> new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4);
    };
  }

  /** Returns the algorithm with which such a key signs a certificate. */
  static String signatureAlgorithm(PrivateKey key) {
    KeyType type =
        key instanceof ECPrivateKey ec
            ? ec.getParams().getOrder().bitLength() > P256_BITS ? EC_P384 : EC_P256
            : RSA_2048;
    return type.signatureAlgorithm;
  }
}
