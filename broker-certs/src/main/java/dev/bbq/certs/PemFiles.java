// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

package dev.bbq.certs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Reads and writes certificates and keys as PEM files, RFC 7468. */
final class PemFiles {

  private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, new byte[] {'\n'});
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String PRIVATE_KEY = "PRIVATE KEY";

  private PemFiles() {}

  static void write(IssuedCertificate issued, Path chainFile, Path keyFile) {
    try {
      var chain = new StringBuilder();
      for (X509Certificate certificate : issued.chain()) {
        chain.append(pem(CERTIFICATE, certificate.getEncoded()));
      }
      try (var key = NewFile.secret(keyFile);
          var certificates = NewFile.open(chainFile)) {
        key.write(pem(PRIVATE_KEY, pkcs8(issued)));
        certificates.write(chain.toString());
        key.publish();
        certificates.publish();
      }
    } catch (GeneralSecurityException | IOException e) {
      throw new CertificatesException(
          "certificate cannot be written: file=%s, key=%s".formatted(chainFile, keyFile), e);
    }
  }

  /** Reads a certificate and its key, EC or RSA, and checks that they belong together. */
  static IssuedCertificate read(Path chainFile, Path keyFile) {
    List<X509Certificate> chain = readChain(chainFile);
    X509Certificate certificate = chain.get(0);
    PrivateKey key = readKey(keyFile, certificate.getPublicKey().getAlgorithm());
    if (!belongs(key, certificate)) {
      throw new CertificatesException(
          "key does not belong to the certificate: file=%s, key=%s".formatted(chainFile, keyFile));
    }
    return new IssuedCertificate(key, chain);
  }

  private static List<X509Certificate> readChain(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new CertificatesException("no certificate in the file: file=" + file);
      }
      return certificates.stream().map(X509Certificate.class::cast).toList();
    } catch (GeneralSecurityException | IOException e) {
      throw new CertificatesException("certificate cannot be read: file=" + file, e);
    }
  }

  private static PrivateKey readKey(Path file, String algorithm) {
    try {
      String base64 =
          Files.readString(file)
              .replace("-----BEGIN " + PRIVATE_KEY + "-----", "")
              .replace("-----END " + PRIVATE_KEY + "-----", "");
      byte[] encoded = Base64.getMimeDecoder().decode(base64.strip());
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw new CertificatesException("PKCS #8 key cannot be read: file=" + file, e);
    }
  }

  private static boolean belongs(PrivateKey key, X509Certificate certificate) {
    try {
      byte[] probe = certificate.getEncoded();
      var signature = Signature.getInstance(KeyType.signatureAlgorithm(key));
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /**
   * Returns the key as PKCS #8; one on an elliptic curve with its public key, which RFC 5915 leaves
   * open and the JDK leaves out, but libraries of other languages insist on.
   */
  private static byte[] pkcs8(IssuedCertificate issued) throws IOException {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(issued.key().getEncoded());
    if (!(issued.key() instanceof ECPrivateKey key)) {
      return info.getEncoded();
    }
    var publicKey =
        SubjectPublicKeyInfo.getInstance(issued.certificate().getPublicKey().getEncoded());
    var both =
        new org.bouncycastle.asn1.sec.ECPrivateKey(
            key.getParams().getOrder().bitLength(), key.getS(), publicKey.getPublicKeyData(), null);
    return new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), both).getEncoded();
  }

  private static String pem(String type, byte[] content) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(type, BASE64.encodeToString(content), type)
        .replace(System.lineSeparator(), "\n");
  }
}
