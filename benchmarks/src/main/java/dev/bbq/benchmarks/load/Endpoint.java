// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a client process finds the broker.
 *
 * @param port on the loopback interface
 * @param certificates a folder with {@code ca.pem}, {@code client.pem}, {@code client.key.pem} when
 *     the connection is encrypted
 * @param transport the QUIC stack, for those that have a choice
 */
public record Endpoint(int port, Optional<Path> certificates, String transport) {

  static final String HOST = "127.0.0.1";

  private static final String PLAIN = "-";

  /** Returns it as arguments that {@link #decode} reads. */
  public List<String> encode() {
    return List.of(
        Integer.toString(port), certificates.map(Path::toString).orElse(PLAIN), transport);
  }

  static Endpoint decode(List<String> arguments) {
    String folder = arguments.get(1);
    return new Endpoint(
        Integer.parseInt(arguments.get(0)),
        folder.equals(PLAIN) ? Optional.empty() : Optional.of(Path.of(folder)),
        arguments.get(2));
  }

  Path folder() {
    return certificates.orElseThrow();
  }
}
