// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

package dev.bbq.certs;

import static dev.bbq.certs.KeyType.EC_P256;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of certificates for development: {@code ca.pem}, {@code server.pem}, {@code client.pem}
 * and for each its key, {@code ca.key.pem} and so on.
 *
 * <p>What exists is never overwritten. Keys are EC P-256 in PKCS #8 that only the owner can read.
 * The authority is valid ten years, the others two.
 *
 * @param folder the folder; made when missing, for its owner alone
 * @param clock tells when the certificates start to be valid
 * @param random makes keys and serial numbers
 */
public record DevelopmentCertificates(Path folder, Clock clock, SecureRandom random) {

  private static final String CA = "ca";
  private static final String SERVER = "server";
  private static final int LEAVES = 2;
  private static final List<String> LOCAL = List.of("localhost", "127.0.0.1", "::1");
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");

  /** Returns the file with the certificate of the authority. */
  public Path caFile() {
    return certificateFile(CA);
  }

  /** Returns the file with the certificate of the server. */
  public Path serverFile() {
    return certificateFile(SERVER);
  }

  /** Returns the file with the key of the server. */
  public Path serverKeyFile() {
    return keyFile(SERVER);
  }

  /** Returns the file with the certificate of a client. */
  public Path clientFile(String clientName) {
    return certificateFile(clientName);
  }

  /** Returns the file with the key of a client. */
  public Path clientKeyFile(String clientName) {
    return keyFile(clientName);
  }

  /**
   * Makes what is missing: the authority, the server and one client.
   *
   * @param serverNames host names and IP addresses of the server beside localhost
   * @param clientName the name of the client's files and its CN: {@code CN=<clientName>,O=BBQ}
   * @return the files made, in the order of making; none when all exist
   * @throws CertificatesException if a file cannot be read or written, the authority cannot sign,
   *     half of a pair is missing, a name is not valid, or another process is making them too
   */
  public List<Path> makeMissing(List<String> serverNames, String clientName) {
    checkClientName(clientName);
    List<String> names = Stream.concat(LOCAL.stream(), serverNames.stream()).toList();
    try {
      createFolder();
      try (FileChannel channel = FileChannel.open(folder.resolve(".lock"), CREATE, WRITE)) {
        lock(channel);
        var missing = new ArrayList<CertificateRequest>();
        if (isMissing(SERVER)) {
          missing.add(CertificateRequest.server(SERVER, names));
        }
        if (isMissing(clientName)) {
          missing.add(CertificateRequest.client(clientName));
        }
        return make(missing);
      }
    } catch (IOException e) {
      throw new CertificatesException("folder cannot be used: folder=" + folder, e);
    }
  }

  private List<Path> make(List<CertificateRequest> requests) {
    if (requests.isEmpty() && Files.exists(caFile())) {
      // Then nobody needs the key of the authority: who removed it did well.
      return List.of();
    }
    var made = new ArrayList<Path>();
    if (isMissing(CA)) {
      if (requests.size() < LEAVES) {
        throw new CertificatesException(
            "authority of existing certificates is missing: file=" + caFile());
      }
      String name = "BBQ development CA";
      write(CertificateAuthority.create(name, EC_P256, clock, random).root(), CA, made);
    }
    CertificateAuthority authority = readAuthority();
    for (CertificateRequest request : requests) {
      IssuedCertificate issued = authority.issue(withinValidityOf(authority, request));
      write(issued, request.commonName(), made);
    }
    return List.copyOf(made);
  }

  private CertificateAuthority readAuthority() {
    IssuedCertificate root = PemFiles.read(caFile(), keyFile(CA));
    Instant end = root.certificate().getNotAfter().toInstant();
    if (end.isBefore(clock.instant())) {
      throw new CertificatesException(
          "authority has expired: file=%s, notAfter=%s".formatted(caFile(), end));
    }
    return CertificateAuthority.of(root, clock, random);
  }

  private CertificateRequest withinValidityOf(
      CertificateAuthority authority, CertificateRequest request) {
    Instant end = authority.certificate().getNotAfter().toInstant();
    Duration rest = Duration.between(clock.instant(), end);
    return rest.compareTo(request.validUntil()) < 0
        ? request.withValidity(request.validFrom(), rest)
        : request;
  }

  private void write(IssuedCertificate issued, String name, List<Path> made) {
    issued.writePem(certificateFile(name), keyFile(name));
    made.add(certificateFile(name));
    made.add(keyFile(name));
  }

  private boolean isMissing(String name) {
    boolean certificateExists = Files.exists(certificateFile(name));
    boolean keyExists = Files.exists(keyFile(name));
    if (certificateExists && !keyExists) {
      throw new CertificatesException(
          "certificate without its key: file=%s, key=%s"
              .formatted(certificateFile(name), keyFile(name)));
    }
    if (keyExists && !certificateExists) {
      throw new CertificatesException(
          "key without its certificate: key=%s, file=%s"
              .formatted(keyFile(name), certificateFile(name)));
    }
    return !certificateExists;
  }

  private Path certificateFile(String name) {
    return folder.resolve(name + ".pem");
  }

  private Path keyFile(String name) {
    return folder.resolve(name + ".key.pem");
  }

  private void createFolder() throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      var ownerOnly = PosixFilePermissions.fromString("rwx------");
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
    } else {
      Files.createDirectories(folder);
    }
  }

  /** Keeps other processes out until the channel is closed. */
  private void lock(FileChannel channel) throws IOException {
    @Nullable FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new CertificatesException(
          "certificates are being made by somebody else: folder=" + folder);
    }
  }

  private static void checkClientName(String name) {
    boolean taken = name.equals(CA) || name.equals(SERVER);
    if (taken || !FILE_NAME.matcher(name).matches()) {
      throw new CertificatesException("client name is not valid: name=" + name);
    }
  }
}
