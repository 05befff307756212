// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.PemFiles;
import dev.bbq.certs.DevelopmentCertificates;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A folder of certificates for a broker and its clients.
 *
 * @param folder where
 * @param clock tells when they start to be valid
 * @param random makes keys
 */
record CertificateFolder(Path folder, Clock clock, SecureRandom random) {

  private static final String CLIENT = "client";

  /** Returns the folder with the clock and the randomness of this process. */
  static CertificateFolder at(Path folder) {
    return new CertificateFolder(folder, Clock.systemUTC(), new SecureRandom());
  }

  /**
   * Makes what is missing, and makes sure that the server's certificate names all of {@code names}.
   *
   * @return the files made
   * @throws CommandException if there was a server's certificate that does not name them
   */
  List<Path> make(List<String> names) {
    List<Path> made = new DevelopmentCertificates(folder, clock, random).makeMissing(names, CLIENT);
    Set<String> proven = subjectNames(PemFiles.server(folder).chain().get(0));
    List<String> unproven =
        names.stream().filter(name -> !proven.contains(canonical(name))).toList();
    if (!unproven.isEmpty()) {
      throw new CommandException(
          ExitCode.FAILURE,
          "certificate lacks names: file=%s, names=%s; to have it made anew remove it and its key"
              .formatted(folder.resolve("server.pem"), unproven));
    }
    return made;
  }

  private static Set<String> subjectNames(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? Set.of()
          : names.stream()
              .map(typeAndName -> canonical(String.valueOf(typeAndName.get(1))))
              .collect(Collectors.toSet());
    } catch (CertificateParsingException e) {
      return Set.of(); // then it names nobody
    }
  }

  private static String canonical(String name) {
    if (!name.contains(":") && !name.matches("[0-9.]+")) {
      return name.toLowerCase(Locale.ROOT);
    }
    try {
      return InetAddress.getByName(name).getHostAddress(); // a literal: nothing is looked up
    } catch (UnknownHostException e) {
      return name;
    }
  }
}
