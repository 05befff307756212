// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

package dev.bbq.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateAuthorityTest {

  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final int DNS = 2;
  private static final int IP = 7;

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final SecureRandom random = new SecureRandom();
  private final CertificateAuthority authority = authority(KeyType.EC_P256);

  @ParameterizedTest
  @EnumSource
  void shouldIssueCertificatesThatPkixAcceptsWhateverKeyTheAuthorityHas(KeyType type)
      throws Exception {
    CertificateAuthority other = authority(type);

    validate(other.issue(CertificateRequest.client("alice")), other.certificate());
  }

  @ParameterizedTest
  @EnumSource
  void shouldMakeTheKindOfKeyAskedFor(KeyType type) throws Exception {
    IssuedCertificate issued =
        authority.issue(CertificateRequest.client("alice").withKeyType(type));

    validate(issued, authority.certificate());
    int bits =
        issued.certificate().getPublicKey() instanceof ECPublicKey ec
            ? ec.getParams().getOrder().bitLength()
            : 2048;
    assertThat(type.name()).endsWith(String.valueOf(bits));
    assertThat(issued.key().getFormat()).isEqualTo("PKCS#8");
  }

  @Test
  void shouldNotValidateAgainstAnotherAuthority() {
    IssuedCertificate issued = authority.issue(CertificateRequest.client("alice"));

    assertThatExceptionOfType(CertPathValidatorException.class)
        .isThrownBy(() -> validate(issued, authority(KeyType.EC_P256).certificate()));
  }

  @Test
  void shouldIssueAnExpiredCertificateWhenAskedFor() {
    IssuedCertificate issued =
        authority.issue(
            CertificateRequest.client("alice")
                .withValidity(Duration.ofDays(-2), Duration.ofDays(-1)));

    assertThatExceptionOfType(CertPathValidatorException.class)
        .isThrownBy(() -> validate(issued, authority.certificate()))
        .withCauseInstanceOf(CertificateExpiredException.class);
  }

  @Test
  void shouldMakeARootForSigningCertificatesOnly() {
    X509Certificate root = authority.certificate();

    assertThat(root.getVersion()).isEqualTo(3);
    assertThat(root.getBasicConstraints()).isZero();
    assertThat(root.getKeyUsage()).containsExactly(usages(5, 6));
    assertThat(root.getCriticalExtensionOIDs()).contains("2.5.29.15", "2.5.29.19");
    assertThat(root.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofHours(1)));
    assertThat(root.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(3650)));
  }

  @Test
  void shouldMakeAServerCertificateForServersOnly() throws Exception {
    X509Certificate server = server("broker.example").certificate();

    assertThat(server.getBasicConstraints()).isEqualTo(-1);
    assertThat(server.getExtendedKeyUsage()).containsExactly(SERVER_AUTH);
    assertThat(server.getKeyUsage()).containsExactly(usages(0, 2));
    assertThat(server.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(730)));
  }

  @Test
  void shouldMakeAClientCertificateForClientsOnly() throws Exception {
    X509Certificate client = authority.issue(CertificateRequest.client("alice")).certificate();

    assertThat(client.getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
    assertThat(client.getSubjectAlternativeNames()).isNull();
  }

  @Test
  void shouldLeaveExtendedKeyUsageOutWhenThereIsNoPurpose() throws Exception {
    CertificateRequest request = CertificateRequest.client("alice").withPurposes(Set.of());

    assertThat(authority.issue(request).certificate().getExtendedKeyUsage()).isNull();
  }

  @Test
  void shouldNameHostsAndAddresses() throws Exception {
    X509Certificate server = server("broker.example", "192.0.2.7", "2001:db8::7").certificate();

    assertThat(server.getSubjectAlternativeNames())
        .containsExactly(
            List.of(DNS, "broker.example"),
            List.of(IP, "192.0.2.7"),
            List.of(IP, "2001:db8:0:0:0:0:0:7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "300.1.2.3", "host:443", "-a"})
  void shouldRefuseWhatIsNeitherHostNorAddress(String name) {
    assertThatExceptionOfType(CertificatesException.class)
        .isThrownBy(() -> server(name))
        .withMessage("neither host name nor IP address: name=" + name);
  }

  @Test
  void shouldPutTheCommonNameFirstInTheSubject() {
    X509Certificate client = authority.issue(CertificateRequest.client("a,b")).certificate();

    assertThat(client.getSubjectX500Principal().getName()).isEqualTo("CN=a\\,b,O=BBQ");
  }

  @Test
  void shouldLinkTheIdentifiersOfTheKeys() {
    X509Certificate client = authority.issue(CertificateRequest.client("alice")).certificate();
    byte[] ofAuthority = authority.certificate().getExtensionValue("2.5.29.14");
    byte[] ofIssuer = client.getExtensionValue("2.5.29.35");

    assertThat(client.getExtensionValue("2.5.29.14")).isNotNull();
    // The identifier ends both encodings.
    assertThat(lastBytes(ofIssuer)).isEqualTo(lastBytes(ofAuthority));
  }

  @Test
  void shouldGiveEachCertificateItsOwnSerialNumber() {
    X509Certificate one = authority.issue(CertificateRequest.client("alice")).certificate();
    X509Certificate two = authority.issue(CertificateRequest.client("alice")).certificate();

    assertThat(one.getSerialNumber()).isPositive().isNotEqualTo(two.getSerialNumber());
  }

  @Test
  void shouldKeepTheKeyOutOfItsText() {
    IssuedCertificate issued = authority.issue(CertificateRequest.client("alice"));

    assertThat(issued).hasToString("IssuedCertificate[subject=CN=alice, O=BBQ]");
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadBackWhatItWrote(KeyType type, @TempDir Path folder) {
    Path file = folder.resolve("alice.pem");
    Path key = folder.resolve("alice.key.pem");
    IssuedCertificate issued =
        authority.issue(CertificateRequest.client("alice").withKeyType(type));

    issued.writePem(file, key);

    // It fails for a key that does not belong to the certificate.
    assertThat(PemFiles.read(file, key).chain()).isEqualTo(issued.chain());
  }

  /** Some libraries refuse a key on an elliptic curve without it. */
  @ParameterizedTest
  @EnumSource(names = {"EC_P256", "EC_P384"})
  void shouldWriteThePublicKeyBesideThePrivateOne(KeyType type, @TempDir Path folder)
      throws Exception {
    IssuedCertificate issued =
        authority.issue(CertificateRequest.client("alice").withKeyType(type));
    issued.writePem(folder.resolve("alice.pem"), folder.resolve("alice.key.pem"));

    String base64 =
        Files.readString(folder.resolve("alice.key.pem")).replaceAll("-----.*-----", "");
    String written = HexFormat.of().formatHex(Base64.getMimeDecoder().decode(base64.strip()));
    byte[] publicKey = issued.certificate().getPublicKey().getEncoded();
    int point = type == KeyType.EC_P256 ? 65 : 97; // uncompressed, at the end
    assertThat(written)
        .contains(HexFormat.of().formatHex(publicKey, publicKey.length - point, publicKey.length));
  }

  @Test
  void shouldRefuseAValidityThatEndsBeforeItStarts() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () ->
                CertificateRequest.client("alice")
                    .withValidity(Duration.ofHours(1), Duration.ofHours(-1)))
        .withMessage("validity ends before it starts: from=PT1H, until=PT-1H");
  }

  private CertificateAuthority authority(KeyType type) {
    return CertificateAuthority.create("test CA", type, clock, random);
  }

  private IssuedCertificate server(String... names) {
    return authority.issue(CertificateRequest.server("server", List.of(names)));
  }

  private static void validate(IssuedCertificate issued, X509Certificate root) throws Exception {
    var parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(NOW));
    var path = CertificateFactory.getInstance("X.509").generateCertPath(issued.chain());
    CertPathValidator.getInstance("PKIX").validate(path, parameters);
  }

  private static byte[] lastBytes(byte[] encoded) {
    return Arrays.copyOfRange(encoded, encoded.length - 20, encoded.length);
  }

  private static boolean[] usages(int... set) {
    var usages = new boolean[9];
    for (int usage : set) {
      usages[usage] = true;
    }
    return usages;
  }
}
