// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import dev.bbq.api.transport.TlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Reads certificates and keys from PEM files (RFC 7468) as {@code bbq certs} makes them. */
public final class PemFiles {

  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final String ENCRYPTED = "-----BEGIN ENCRYPTED PRIVATE KEY-----";

  private PemFiles() {}

  /**
   * Reads {@code ca.pem}, {@code client.pem} and {@code client.key.pem} from a folder.
   *
   * @throws ConnectionException if one of them is missing or can't be read
   */
  public static TlsConfig client(Path folder) {
    return read(folder, "client");
  }

  /**
   * Reads {@code ca.pem}, {@code server.pem} and {@code server.key.pem} from a folder.
   *
   * @throws ConnectionException if one of them is missing or can't be read
   */
  public static TlsConfig server(Path folder) {
    return read(folder, "server");
  }

  private static TlsConfig read(Path folder, String role) {
    return read(
        folder.resolve(role + ".pem"), folder.resolve(role + ".key.pem"), folder.resolve("ca.pem"));
  }

  /**
   * Reads three files.
   *
   * @param chain our certificate and those that lead to its CA
   * @param key the private key of the first certificate, in PKCS#8
   * @param trusted the CAs of our peers
   * @throws ConnectionException if one of them is missing or can't be read
   */
  public static TlsConfig read(Path chain, Path key, Path trusted) {
    return new TlsConfig(certificates(chain), privateKey(key), certificates(trusted));
  }

  private static List<X509Certificate> certificates(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new IOException("no certificate in it; give one in PEM form");
      }
      return found;
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable("certificate", file, e);
    }
  }

  private static PrivateKey privateKey(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1); // binary is no key either
      int begin = text.indexOf(BEGIN);
      int end = text.indexOf(END);
      if (text.contains(ENCRYPTED)) {
        throw new IOException(
            "protected by a password; take it off: 'openssl pkcs8 -in %s -out NEW'"
                .formatted(file));
      }
      if (begin < 0 || end < begin) {
        throw new IOException(
            "no PKCS#8 block \"%s\"; convert it: 'openssl pkcs8 -topk8 -nocrypt -in %s -out NEW'"
                .formatted(BEGIN, file));
      }
      byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
      return keyOf(new PKCS8EncodedKeySpec(der));
    } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
      throw unreadable("private key", file, e);
    }
  }

  private static PrivateKey keyOf(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
    try {
      return KeyFactory.getInstance("EC").generatePrivate(spec);
    } catch (GeneralSecurityException notEc) {
      return KeyFactory.getInstance("RSA").generatePrivate(spec);
    }
  }

  private static ConnectionException unreadable(String what, Path file, Exception cause) {
    return new ConnectionException(
        ConnectionException.Kind.CERTIFICATE,
        "%s not readable: file=%s, reason=%s".formatted(what, file, reason(cause)),
        cause);
  }

  private static String reason(Exception cause) {
    return switch (cause) {
      case NoSuchFileException missing ->
          "no such file; 'bbq certs DIR' makes a folder of certificates and keys";
      case AccessDeniedException denied -> "permission denied; let this user read it";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      case IOException other -> String.valueOf(other.getMessage());
      default -> "damaged; take it from a copy, or make it anew";
    };
  }
}
