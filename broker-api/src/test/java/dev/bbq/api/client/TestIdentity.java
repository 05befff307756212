// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.transport.TlsConfig;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Who the clients of these tests are. No handshake is made with it, so any key will do. */
final class TestIdentity {

  static final String NAME = "CN=tester,O=BBQ";

  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBlDCCATugAwIBAgIUcPPT3JDZTejVUZthoslyHthfZXUwCgYIKoZIzj0EAwIw
      HzEMMAoGA1UECgwDQkJRMQ8wDQYDVQQDDAZ0ZXN0ZXIwIBcNMjYxMTIzMDYyODM3
      WhgPMjEyNjEwMzAwNjI4MzdaMB8xDDAKBgNVBAoMA0JCUTEPMA0GA1UEAwwGdGVz
      dGVyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/NYTwZ5mbRjwk1BrG6/ueQHE
      6C0ggDrA4QLX64CnwpAe6Ewn25JkdaLeiQpwp0IQ6swnP7Gau4XrM6nDOUT296NT
      MFEwHQYDVR0OBBYEFPf6yFTCiLT7zTzBiw58UHR0cbhIMB8GA1UdIwQYMBaAFPf6
      yFTCiLT7zTzBiw58UHR0cbhIMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwID
      RwAwRAIgB4y1Ud6j7CMV4KYlm0bKSPpyPBSatDuB5Gq0nm6R38wCIB4r0jTO7k4e
      9ao773cGa4N0LaHsBOp/+yANJdg9b7rv
      -----END CERTIFICATE-----
      """;

  private TestIdentity() {}

  /** Returns the certificate in DER. */
  static byte[] certificate() {
    try {
      return tls().chain().get(0).getEncoded();
    } catch (CertificateEncodingException e) {
      throw new AssertionError(e);
    }
  }

  static TlsConfig tls() {
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(CERTIFICATE.getBytes(StandardCharsets.US_ASCII)));
      return new TlsConfig(
          List.of(certificate),
          KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate(),
          List.of(certificate));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
