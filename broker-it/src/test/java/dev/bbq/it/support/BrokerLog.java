// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.support;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What brokers of this JVM log about connections, while it is open. */
public final class BrokerLog extends Awaiting implements AutoCloseable {

  private final Logger logger = Logger.getLogger("dev.bbq.core.connection.Connections");
  private final List<String> lines = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          String line = new SimpleFormatter().formatMessage(entry);
          change(() -> lines.add(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /** Begins to listen. */
  public BrokerLog() {
    logger.addHandler(handler);
  }

  /** Waits for a line. */
  public void awaitLine(Predicate<String> wanted) {
    await("line in " + lines, () -> lines.stream().anyMatch(wanted));
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
  }
}
