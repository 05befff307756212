// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import java.io.PrintWriter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The log of this process: a line per record on stderr. */
final class Logs {

  /** What becomes of a client's connections; kept here, or the JVM would forget its level. */
  private static final Logger CONNECTIONS = Logger.getLogger("dev.bbq.api.client.Link");

  private Logs() {}

  /**
   * Sends what is logged, from warnings on, to a writer; but for what becomes of connections, which
   * {@link Notices} tell.
   */
  static void configure(PrintWriter err) {
    configure(err, LogFormat.TEXT, LogLevel.WARN);
    CONNECTIONS.setLevel(Level.OFF);
  }

  /** Sends what is logged from a level on to a writer, and nowhere else. */
  static void configure(PrintWriter err, LogFormat format, LogLevel level) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(level.level());
    root.addHandler(new WriterHandler(err, new LogLine(format)));
  }

  private static final class WriterHandler extends Handler {

    private final PrintWriter writer;

    WriterHandler(PrintWriter writer, Formatter formatter) {
      this.writer = writer;
      setFormatter(formatter);
    }

    @Override
    public void publish(LogRecord record) {
      if (isLoggable(record)) {
        writer.print(getFormatter().format(record));
        writer.flush();
      }
    }

    @Override
    public void flush() {
      writer.flush();
    }

    @Override
    public void close() {
      writer.flush();
    }
  }
}
