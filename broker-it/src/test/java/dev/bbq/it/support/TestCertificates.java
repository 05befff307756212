// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.support;

import dev.bbq.api.transport.TlsConfig;
import dev.bbq.certs.CertificateAuthority;
import dev.bbq.certs.CertificateRequest;
import dev.bbq.certs.IssuedCertificate;
import dev.bbq.certs.KeyType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The certificates of one test run: those that fit, and those that a broker has to refuse. */
public final class TestCertificates {

  /** The subject of the certificate that fits. */
  public static final String CLIENT_IDENTITY = "CN=client,O=BBQ";

  private static final CertificateAuthority AUTHORITY = authority("test CA");
  private static final CertificateAuthority STRANGER_CA = authority("test CA");
  private static final IssuedCertificate SERVER =
      AUTHORITY.issue(
          CertificateRequest.server("server", List.of("localhost", "127.0.0.1", "::1")));
  private static final IssuedCertificate CLIENT =
      AUTHORITY.issue(CertificateRequest.client("client"));
  private static final Path FOLDER = write();

  private TestCertificates() {}

  /**
   * Returns a folder with {@code ca.pem}, {@code server.pem}, {@code client.pem} and their keys.
   */
  public static Path folder() {
    return FOLDER;
  }

  /** Returns what a broker needs. */
  public static TlsConfig server() {
    return trusting(SERVER);
  }

  /** Returns what a client needs. */
  public static TlsConfig client() {
    return trusting(CLIENT);
  }

  /** Returns a client's certificate that was good until yesterday. */
  public static TlsConfig expired() {
    return trusting(
        AUTHORITY.issue(
            CertificateRequest.client("late")
                .withValidity(Duration.ofDays(-2), Duration.ofDays(-1))));
  }

  /** Returns a client's certificate that is good from tomorrow. */
  public static TlsConfig early() {
    return trusting(
        AUTHORITY.issue(
            CertificateRequest.client("early")
                .withValidity(Duration.ofDays(1), Duration.ofDays(2))));
  }

  /** Returns a client's certificate of an authority that the broker doesn't know. */
  public static TlsConfig stranger() {
    return trusting(STRANGER_CA.issue(CertificateRequest.client("client")));
  }

  /** Returns the authority that the broker doesn't know. */
  public static X509Certificate strangersCa() {
    return STRANGER_CA.certificate();
  }

  /** Returns the broker's certificate in the hands of a client. */
  public static TlsConfig serverAsClient() {
    return server();
  }

  /** Returns a client's certificate that says nothing of its use. */
  public static TlsConfig useless() {
    return trusting(AUTHORITY.issue(CertificateRequest.client("any").withPurposes(Set.of())));
  }

  /** Returns a client's certificate with another kind of key. */
  public static TlsConfig client(KeyType key) {
    return trusting(AUTHORITY.issue(CertificateRequest.client("client").withKeyType(key)));
  }

  /** Returns another broker's certificate of the same authority. */
  public static TlsConfig otherServer() {
    return trusting(
        AUTHORITY.issue(CertificateRequest.server("other", List.of("localhost", "127.0.0.1"))));
  }

  /** Returns a certificate that fits with the key of another. */
  public static TlsConfig stolen() {
    return new TlsConfig(CLIENT.chain(), expired().key(), List.of(AUTHORITY.certificate()));
  }

  private static CertificateAuthority authority(String name) {
    return CertificateAuthority.create(
        name, KeyType.EC_P256, Clock.systemUTC(), new SecureRandom());
  }

  private static TlsConfig trusting(IssuedCertificate own) {
    return new TlsConfig(own.chain(), own.key(), List.of(AUTHORITY.certificate()));
  }

  private static Path write() {
    try {
      Path folder = Files.createTempDirectory("bbq-it-certs");
      folder.toFile().deleteOnExit();
      write(folder, "ca", AUTHORITY.root());
      write(folder, "server", SERVER);
      write(folder, "client", CLIENT);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path folder, String name, IssuedCertificate issued) {
    Path chain = folder.resolve(name + ".pem");
    Path key = folder.resolve(name + ".key.pem");
    issued.writePem(chain, key);
    chain.toFile().deleteOnExit();
    key.toFile().deleteOnExit();
  }
}
