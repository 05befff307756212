// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bbq certs}: makes certificates for development. */
@Command(
    name = "certs",
    header = "Make the certificates that a broker and its clients need.",
    description = {
      "",
      "Makes what is missing of ca.pem, server.pem and client.pem, each with its key, for instance"
          + " client.key.pem. What is there is never overwritten. Prints the files made to stdout."
    })
final class CertsCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder; made when missing.")
  private Path folder = Path.of("");

  @Parameters(
      index = "1..*",
      paramLabel = "NAME",
      description =
          "Host names and IP addresses of the broker beside localhost, 127.0.0.1 and ::1.")
  private List<String> names = List.of();

  CertsCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    List<Path> made = CertificateFolder.at(folder).make(names);
    for (Path file : made) {
      io.printData(file.toString());
    }
    if (made.isEmpty()) {
      io.err().println("nothing to make: all certificates are there");
    }
    return ExitCode.OK;
  }
}
