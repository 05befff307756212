// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

package dev.bbq.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Writes and signs X.509 v3 certificates, RFC 5280. */
final class CertificateWriter {

  private static final int SERIAL_BITS = 127;
  private static final boolean CRITICAL = true;

  private final Clock clock;
  private final SecureRandom random;

  CertificateWriter(Clock clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  X509Certificate root(String commonName, KeyPair keys, Duration from, Duration until) {
    X500Name name = name(commonName);
    X509v3CertificateBuilder builder = builder(name, name, keys.getPublic(), from, until);
    return sign(
        builder,
        keys.getPrivate(),
        extensions -> {
          var keyUsage = new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
          builder.addExtension(Extension.basicConstraints, CRITICAL, new BasicConstraints(0));
          builder.addExtension(Extension.keyUsage, CRITICAL, keyUsage);
          builder.addExtension(
              Extension.subjectKeyIdentifier,
              !CRITICAL,
              extensions.createSubjectKeyIdentifier(keys.getPublic()));
        });
  }

  X509Certificate leaf(CertificateRequest request, PublicKey key, IssuedCertificate issuer) {
    GeneralNames names = AlternativeNames.of(request.names());
    X509v3CertificateBuilder builder =
        builder(
            subject(issuer.certificate()),
            name(request.commonName()),
            key,
            request.validFrom(),
            request.validUntil());
    return sign(
        builder,
        issuer.key(),
        extensions -> {
          // TLS 1.3 needs digitalSignature alone. But some clients, kwik among them, have the JDK
          // check a server's certificate as one of an RSA key exchange, which wants the other too.
          int usages =
              request.purposes().contains(Purpose.SERVER_AUTH)
                  ? KeyUsage.digitalSignature | KeyUsage.keyEncipherment
                  : KeyUsage.digitalSignature;
          var keyUsage = new KeyUsage(usages);
          builder.addExtension(Extension.basicConstraints, CRITICAL, new BasicConstraints(false));
          builder.addExtension(Extension.keyUsage, CRITICAL, keyUsage);
          builder.addExtension(
              Extension.subjectKeyIdentifier,
              !CRITICAL,
              extensions.createSubjectKeyIdentifier(key));
          builder.addExtension(
              Extension.authorityKeyIdentifier,
              !CRITICAL,
              extensions.createAuthorityKeyIdentifier(issuer.certificate().getPublicKey()));
          if (!request.purposes().isEmpty()) {
            var ids = request.purposes().stream().sorted().map(Purpose::id);
            builder.addExtension(
                Extension.extendedKeyUsage,
                !CRITICAL,
                new ExtendedKeyUsage(ids.toArray(KeyPurposeId[]::new)));
          }
          if (names.getNames().length > 0) {
            builder.addExtension(Extension.subjectAlternativeName, !CRITICAL, names);
          }
        });
  }

  private X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey key, Duration from, Duration until) {
    Instant now = clock.instant();
    return new JcaX509v3CertificateBuilder(
        issuer, serial(), Date.from(now.plus(from)), Date.from(now.plus(until)), subject, key);
  }

  private X509Certificate sign(
      X509v3CertificateBuilder builder, PrivateKey issuerKey, Extensions extensions) {
    try {
      extensions.add(new JcaX509ExtensionUtils());
      var signer =
          new JcaContentSignerBuilder(KeyType.signatureAlgorithm(issuerKey))
              .setSecureRandom(random)
              .build(issuerKey);
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new CertificatesException(
          "certificate cannot be made: key=" + issuerKey.getAlgorithm(), e);
    }
  }

  private BigInteger serial() {
    // The top bit is set, so that it is never zero and all have one length.
    return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
  }

  private static X500Name subject(X509Certificate certificate) {
    try {
      return new JcaX509CertificateHolder(certificate).getSubject();
    } catch (GeneralSecurityException e) {
      throw new CertificatesException(
          "certificate cannot be read: subject=" + certificate.getSubjectX500Principal(), e);
    }
  }

  private static X500Name name(String commonName) {
    // RFC 2253 prints the last part first: CN=commonName,O=BBQ.
    return new X500NameBuilder().addRDN(BCStyle.O, "BBQ").addRDN(BCStyle.CN, commonName).build();
  }

  /** Adds the extensions of one kind of certificate. */
  @FunctionalInterface
  private interface Extensions {
    void add(JcaX509ExtensionUtils utils) throws IOException;
  }
}
