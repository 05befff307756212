// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

package dev.bbq.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentCertificatesTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path parent;
  private Path folder;
  private DevelopmentCertificates certificates;

  @BeforeEach
  void setUp() {
    folder = parent.resolve("deep/certs");
    certificates = at(NOW);
  }

  @Test
  void shouldMakeAuthorityServerAndClient() {
    assertThat(make())
        .containsExactly(
            folder.resolve("ca.pem"),
            folder.resolve("ca.key.pem"),
            folder.resolve("server.pem"),
            folder.resolve("server.key.pem"),
            folder.resolve("client.pem"),
            folder.resolve("client.key.pem"))
        .allSatisfy(file -> assertThat(file).isNotEmptyFile());
  }

  @Test
  void shouldMakeCertificatesThatTheAuthoritySigned() throws Exception {
    make();

    X509Certificate authority = read("ca").certificate();
    read("server").certificate().verify(authority.getPublicKey());
    read("client").certificate().verify(authority.getPublicKey());
  }

  @Test
  void shouldNameLocalhostAndTheNamesGiven() throws Exception {
    certificates.makeMissing(List.of("broker.example", "localhost"), "client");

    assertThat(read("server").certificate().getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "broker.example");
  }

  @Test
  void shouldNameFilesAndSubjectAfterTheClient() {
    certificates.makeMissing(List.of(), "alice");

    assertThat(folder.resolve("alice.pem")).isEqualTo(certificates.clientFile("alice"));
    assertThat(read("alice").certificate().getSubjectX500Principal().getName())
        .isEqualTo("CN=alice,O=BBQ");
  }

  @Test
  void shouldWriteKeysThatTheJdkReads() throws Exception {
    make();

    String pem = Files.readString(certificates.serverKeyFile());
    assertThat(pem)
        .startsWith("-----BEGIN PRIVATE KEY-----\n")
        .endsWith("-----END PRIVATE KEY-----\n");
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "");
    var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
    assertThat(KeyFactory.getInstance("EC").generatePrivate(spec).getAlgorithm()).isEqualTo("EC");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void shouldKeepKeysAndFolderForTheOwner() throws IOException {
    make();

    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(mode(certificates.serverKeyFile())).isEqualTo("rw-------");
    assertThat(mode(certificates.clientKeyFile("client"))).isEqualTo("rw-------");
    assertThat(mode(folder.resolve("ca.key.pem"))).isEqualTo("rw-------");
    assertThat(mode(certificates.caFile())).isEqualTo("rw-r--r--");
  }

  @Test
  void shouldLeaveNoDraftBehind() throws IOException {
    make();

    assertThat(contents().keySet())
        .filteredOn(name -> name.startsWith("."))
        .containsExactly(".lock");
  }

  @Test
  void shouldMakeNothingWhenAllExists() throws IOException {
    make();
    Map<String, String> before = contents();

    assertThat(make()).isEmpty();
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void shouldMakeOnlyWhatIsMissing() throws Exception {
    make();
    Map<String, String> before = contents();
    Files.delete(certificates.serverFile());
    Files.delete(certificates.serverKeyFile());

    assertThat(make()).containsExactly(certificates.serverFile(), certificates.serverKeyFile());
    assertThat(contents()).containsAllEntriesOf(without(before, "server"));
    read("server").certificate().verify(read("ca").certificate().getPublicKey());
  }

  @Test
  void shouldDoWithoutTheKeyOfTheAuthorityWhenNothingIsMissing() throws IOException {
    make();
    Files.delete(folder.resolve("ca.key.pem"));

    assertThat(make()).isEmpty();
  }

  @Test
  void shouldRefuseWhenTheKeyOfTheAuthorityIsNeededAndMissing() throws IOException {
    make();
    Files.delete(folder.resolve("ca.key.pem"));

    assertThatExceptionOfType(CertificatesException.class)
        .isThrownBy(() -> certificates.makeMissing(List.of(), "alice"))
        .withMessage(
            "certificate without its key: file=%s, key=%s",
            folder.resolve("ca.pem"), folder.resolve("ca.key.pem"));
  }

  @Test
  void shouldRefuseWhenTheKeyOfTheServerIsMissing() throws IOException {
    make();
    Files.delete(certificates.serverKeyFile());

    assertThatExceptionOfType(CertificatesException.class)
        .isThrownBy(this::make)
        .withMessage(
            "certificate without its key: file=%s, key=%s",
            certificates.serverFile(), certificates.serverKeyFile());
  }

  @Test
  void shouldRefuseWhenTheCertificateOfTheServerIsMissing() throws IOException {
    make();
    Files.delete(certificates.serverFile());

    assertThatExceptionOfType(CertificatesException.class)
        .isThrownBy(this::make)
        .withMessage(
            "key without its certificate: key=%s, file=%s",
            certificates.serverKeyFile(), certificates.serverFile());
  }

  @Test
  void shouldRefuseToReplaceTheAuthorityOfExistingCertificates() throws IOException {
    make();
    Files.delete(certificates.caFile());
    Files.delete(folder.resolve("ca.key.pem"));

    assertThatExceptionOfType(CertificatesException.class)
        .isThrownBy(this::make)
        .withMessage(
            "authority of existing certificates is missing: file=" + certificates.caFile());
  }

  @Test
  void shouldRefuseAKeyThatIsNotOfTheAuthority() throws IOException {
    make();
    Files.delete(folder.resolve("ca.key.pem"));
    Files.copy(certificates.serverKeyFile(), folder.resolve("ca.key.pem"));

    assertThatExceptionOfType(CertificatesException.class)
        .isThrownBy(() -> certificates.makeMissing(List.of(), "alice"))
        .withMessage(
            "key does not belong to the certificate: file=%s, key=%s",
            certificates.caFile(), folder.resolve("ca.key.pem"));
  }

  @Test
  void shouldRefuseAKeyThatCannotBeRead() throws IOException {
    make();
    Files.writeString(folder.resolve("ca.key.pem"), "rubbish");

    assertThatExceptionOfType(CertificatesException.class)
        .isThrownBy(() -> certificates.makeMissing(List.of(), "alice"))
        .withMessage("PKCS #8 key cannot be read: file=" + folder.resolve("ca.key.pem"));
  }

  @Test
  void shouldRefuseToSignWithAnExpiredAuthority() {
    make();
    DevelopmentCertificates later = at(NOW.plus(Duration.ofDays(3651)));

    assertThatExceptionOfType(CertificatesException.class)
        .isThrownBy(() -> later.makeMissing(List.of(), "alice"))
        .withMessage(
            "authority has expired: file=%s, notAfter=%s",
            certificates.caFile(), NOW.plus(Duration.ofDays(3650)));
  }

  @Test
  void shouldEndCertificatesNoLaterThanTheirAuthority() {
    make();

    at(NOW.plus(Duration.ofDays(3640))).makeMissing(List.of(), "alice");

    assertThat(read("alice").certificate().getNotAfter())
        .isEqualTo(read("ca").certificate().getNotAfter());
  }

  @Test
  void shouldRefuseAClientNameThatIsNoFileName() {
    assertThatExceptionOfType(CertificatesException.class)
        .isThrownBy(() -> certificates.makeMissing(List.of(), "../alice"))
        .withMessage("client name is not valid: name=../alice");
  }

  @Test
  void shouldRefuseAClientNameThatTheServerHas() {
    assertThatExceptionOfType(CertificatesException.class)
        .isThrownBy(() -> certificates.makeMissing(List.of(), "server"))
        .withMessage("client name is not valid: name=server");
  }

  @Test
  void shouldRefuseWhileSomebodyElseMakesThem() throws IOException {
    make();
    try (var channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.WRITE)) {
      assertThat(channel.lock().isValid()).isTrue();

      assertThatExceptionOfType(CertificatesException.class)
          .isThrownBy(this::make)
          .withMessage("certificates are being made by somebody else: folder=" + folder);
    }
  }

  private List<Path> make() {
    return certificates.makeMissing(List.of(), "client");
  }

  private DevelopmentCertificates at(Instant now) {
    return new DevelopmentCertificates(
        folder, Clock.fixed(now, ZoneOffset.UTC), new SecureRandom());
  }

  private IssuedCertificate read(String name) {
    return PemFiles.read(folder.resolve(name + ".pem"), folder.resolve(name + ".key.pem"));
  }

  private Map<String, String> contents() throws IOException {
    var contents = new TreeMap<String, String>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return contents;
  }

  private static Map<String, String> without(Map<String, String> contents, String name) {
    var rest = new TreeMap<>(contents);
    rest.keySet().removeIf(file -> file.startsWith(name));
    return rest;
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
