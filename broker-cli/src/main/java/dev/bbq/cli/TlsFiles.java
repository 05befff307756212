// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.ConnectionException;
import dev.bbq.api.PemFiles;
import dev.bbq.api.transport.TlsConfig;
import java.nio.file.Path;

/**
 * The PEM files of a broker's identity.
 *
 * @param chain its certificate, and what leads to its CA
 * @param key the private key
 * @param trusted the CAs of its clients
 */
record TlsFiles(Path chain, Path key, Path trusted) {

  /** Returns those of a folder as {@code bbq certs} makes it. */
  static TlsFiles in(Path folder) {
    return new TlsFiles(
        folder.resolve("server.pem"), folder.resolve("server.key.pem"), folder.resolve("ca.pem"));
  }

  /**
   * Reads them.
   *
   * @throws ConnectionException if one of them is missing or can't be read
   */
  TlsConfig read() {
    return PemFiles.read(chain, key, trusted);
  }
}
