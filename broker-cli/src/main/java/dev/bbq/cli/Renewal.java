// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.ConnectionException;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.core.Broker;
import dev.bbq.core.BrokerException;
import java.lang.System.Logger.Level;

/**
 * Reads a broker's certificates again and has it use them for new connections; those that are there
 * stay. If that fails the old ones stay too.
 */
record Renewal(Broker broker, TlsFiles files) implements Runnable {

  private static final System.Logger LOGGER = System.getLogger("dev.bbq.cli.Serve");

  @Override
  public void run() {
    try {
      TlsConfig tls = files.read();
      broker.renew(tls);
      var own = tls.chain().get(0);
      LOGGER.log(
          Level.INFO,
          "certificates renewed: file=%s, subject=%s, until=%s"
              .formatted(
                  files.chain(), own.getSubjectX500Principal(), own.getNotAfter().toInstant()));
    } catch (ConnectionException | BrokerException | IllegalArgumentException e) {
      LOGGER.log(
          Level.ERROR,
          "certificates not renewed, the old ones stay in use: reason=%s; mend the files and send"
                  .formatted(e.getMessage())
              + " SIGHUP again");
    }
  }
}
