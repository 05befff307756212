// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bbq.api.transport.TlsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemFilesTest {

  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBlzCCAT2gAwIBAgIUCL39MfToVRyG9HTJKw5z79Cs7xkwCgYIKoZIzj0EAwIw
      IDEPMA0GA1UEAwwGdGlsbC03MQ0wCwYDVQQKDARTaG9wMCAXDTI2MTEyMzA1NTk0
      MFoYDzIxMjYxMDMwMDU1OTQwWjAgMQ8wDQYDVQQDDAZ0aWxsLTcxDTALBgNVBAoM
      BFNob3AwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASdBiTPnTaysgVp2oKrwAdp
      IbKjSOu2M9TFziXBckW1KXKkBaS01+2kTbPPPnGd6k5hN8o9iNumn4rmthQgvDV/
      o1MwUTAdBgNVHQ4EFgQURldGbLYpvkS1S4iF7drJywKioGEwHwYDVR0jBBgwFoAU
      RldGbLYpvkS1S4iF7drJywKioGEwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQD
      AgNIADBFAiBf6J3D7QDeEjJ5/AuK8my74jTxLPlLQt4Hb3HfUKSN4wIhAOeeAv0v
      3hDplnYiIRR7+dfuL1D88L6LFi6ESMqJV2NJ
      -----END CERTIFICATE-----
      """;

  private static final String DAMAGED = "damaged; take it from a copy, or make it anew";

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException, GeneralSecurityException {
    Files.writeString(folder.resolve("ca.pem"), CERTIFICATE);
    for (String role : new String[] {"client", "server"}) {
      Files.writeString(folder.resolve(role + ".pem"), CERTIFICATE + CERTIFICATE);
      Files.writeString(folder.resolve(role + ".key.pem"), pem(key("EC", 256)));
    }
  }

  @ParameterizedTest
  @CsvSource({"EC, 256", "EC, 384", "RSA, 2048"})
  void shouldReadChainKeyAndAuthorities(String algorithm, int bits) throws Exception {
    PrivateKey key = key(algorithm, bits);
    Files.writeString(folder.resolve("client.key.pem"), pem(key));
    TlsConfig config = PemFiles.client(folder);
    assertThat(config.key()).isEqualTo(key);
    assertThat(config.chain()).hasSize(2);
    assertThat(config.trusted()).hasSize(1);
    assertThat(config.chain().get(0).getSubjectX500Principal().getName())
        .isEqualTo("O=Shop,CN=till-7");
  }

  @Test
  void shouldReadTheFilesOfItsRole() throws IOException {
    Files.delete(folder.resolve("client.pem"));
    assertThat(PemFiles.server(folder).chain()).hasSize(2);
    assertUnreadable(
        "certificate not readable: file=%s, reason=no such file;"
            + " 'bbq certs DIR' makes a folder of certificates and keys",
        "client.pem");
  }

  @Test
  void shouldReadAKeyWithTextAroundIt() throws Exception {
    PrivateKey key = key("EC", 256);
    Files.writeString(folder.resolve("client.key.pem"), "of till 7\n" + pem(key) + "\nthe end\n");
    assertThat(PemFiles.client(folder).key()).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.pem", "client.pem"})
  void shouldRefuseAFileWithoutACertificate(String file) throws IOException {
    Files.writeString(folder.resolve(file), "");
    assertUnreadable(
        "certificate not readable: file=%s, reason=no certificate in it; give one in PEM form",
        file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.pem", "client.pem"})
  void shouldRefuseACertificateThatIsNone(String file) throws IOException {
    Files.writeString(
        folder.resolve(file), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assertUnreadable("certificate not readable: file=%s, reason=" + DAMAGED, file);
  }

  @Test
  void shouldRefuseAMissingKey() throws IOException {
    Files.delete(folder.resolve("client.key.pem"));
    assertUnreadable(
        "private key not readable: file=%s, reason=no such file;"
            + " 'bbq certs DIR' makes a folder of certificates and keys",
        "client.key.pem");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n",
        "-----END PRIVATE KEY-----\nAAAA\n-----BEGIN PRIVATE KEY-----\n"
      })
  void shouldRefuseAFileWithoutAPkcs8Key(String text) throws IOException {
    Files.writeString(folder.resolve("client.key.pem"), text);
    assertUnreadable(
        "private key not readable: file=%1$s, reason=no PKCS#8 block"
            + " \"-----BEGIN PRIVATE KEY-----\"; convert it:"
            + " 'openssl pkcs8 -topk8 -nocrypt -in %1$s -out NEW'",
        "client.key.pem");
  }

  @Test
  void shouldRefuseAKeyUnderAPassword() throws IOException {
    Files.writeString(
        folder.resolve("client.key.pem"),
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
    assertUnreadable(
        "private key not readable: file=%1$s, reason=protected by a password; take it off:"
            + " 'openssl pkcs8 -in %1$s -out NEW'",
        "client.key.pem");
  }

  @Test
  void shouldRefuseAKeyInBinary() throws IOException {
    Files.write(folder.resolve("client.key.pem"), new byte[] {0x30, (byte) 0x81, (byte) 0x93, 2});
    assertThatExceptionOfType(ConnectionException.class)
        .isThrownBy(() -> PemFiles.client(folder))
        .withMessageContaining("reason=no PKCS#8 block");
  }

  @Test
  void shouldRefuseAFolderThatIsAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatExceptionOfType(ConnectionException.class)
        .isThrownBy(() -> PemFiles.client(file))
        .withMessage(
            "certificate not readable: file=%s, reason=Not a directory",
            file.resolve("client.pem"));
  }

  @Test
  void shouldRefuseAKeyThatIsNone() throws IOException {
    Files.writeString(
        folder.resolve("client.key.pem"),
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertUnreadable("private key not readable: file=%s, reason=" + DAMAGED, "client.key.pem");
  }

  private void assertUnreadable(String message, String file) {
    assertThatExceptionOfType(ConnectionException.class)
        .isThrownBy(() -> PemFiles.client(folder))
        .withMessage(message, folder.resolve(file))
        .returns(ConnectionException.Kind.CERTIFICATE, ConnectionException::kind);
  }

  private static PrivateKey key(String algorithm, int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair().getPrivate();
  }

  private static String pem(PrivateKey key) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }
}
