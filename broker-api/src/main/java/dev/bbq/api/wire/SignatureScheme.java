// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A way to sign (RFC 8446 section 4.2.3); the key tells which. */
public enum SignatureScheme {
  /** EC P-256 with SHA-256: ecdsa_secp256r1_sha256. */
  ECDSA_P256(0x0403, "SHA256withECDSA", "secp256r1"),
  /** EC P-384 with SHA-384: ecdsa_secp384r1_sha384. */
  ECDSA_P384(0x0503, "SHA384withECDSA", "secp384r1"),
  /** RSA with PSS and SHA-256: rsa_pss_rsae_sha256. */
  RSA_PSS(0x0804, "RSASSA-PSS", "");

  private static final int LEAST_RSA_BITS = 2048;
  // What a peer may have us reckon.
  private static final int MOST_RSA_BITS = 8192;
  private static final PSSParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  private final int number;
  private final String algorithm;
  private final String curve;

  SignatureScheme(int number, String algorithm, String curve) {
    this.number = number;
    this.algorithm = algorithm;
    this.curve = curve;
  }

  /** Returns its number on the wire. */
  public int number() {
    return number;
  }

  /** Returns the scheme of a key; empty if its kind or size is not one of ours. */
  public static Optional<SignatureScheme> of(PublicKey key) throws GeneralSecurityException {
    if (key instanceof RSAPublicKey rsa && key.getAlgorithm().equals("RSA")) {
      int bits = rsa.getModulus().bitLength();
      return bits >= LEAST_RSA_BITS && bits <= MOST_RSA_BITS
          ? Optional.of(RSA_PSS)
          : Optional.empty();
    }
    if (key instanceof ECPublicKey ec) {
      for (SignatureScheme scheme : Arrays.asList(ECDSA_P256, ECDSA_P384)) {
        if (isOn(scheme.curve, ec.getParams())) {
          return Optional.of(scheme);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isOn(String curve, ECParameterSpec key) throws GeneralSecurityException {
    AlgorithmParameters known = AlgorithmParameters.getInstance("EC");
    known.init(new ECGenParameterSpec(curve));
    ECParameterSpec wanted = known.getParameterSpec(ECParameterSpec.class);
    return wanted.getCurve().equals(key.getCurve())
        && wanted.getGenerator().equals(key.getGenerator())
        && wanted.getOrder().equals(key.getOrder());
  }

  /** Signs. */
  public byte[] sign(PrivateKey key, byte[] content) throws GeneralSecurityException {
    Signature signature = signature();
    signature.initSign(key);
    signature.update(content);
    return signature.sign();
  }

  /**
   * Says whether a signature is right.
   *
   * @throws GeneralSecurityException if it is none
   */
  public boolean verify(PublicKey key, byte[] content, byte[] signed)
      throws GeneralSecurityException {
    Signature signature = signature();
    signature.initVerify(key);
    signature.update(content);
    return signature.verify(signed);
  }

  private Signature signature() throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    @Nullable AlgorithmParameterSpec parameters = this == RSA_PSS ? PSS : null;
    if (parameters != null) {
      signature.setParameter(parameters);
    }
    return signature;
  }
}
