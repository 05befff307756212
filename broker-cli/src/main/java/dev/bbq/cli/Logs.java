// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The log of this process: a line per record on stderr. */
final class Logs {

  private Logs() {}

  /** Sends what is logged, from warnings on, to a writer. */
  static void configure(PrintWriter err) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    root.addHandler(new WriterHandler(err));
  }

  /** Logs from here on also what is only of interest where a broker runs. */
  static void setVerbose() {
    Logger.getLogger("").setLevel(Level.INFO);
  }

  /**
   * {@code 2026-11-23T05:00:00Z level=INFO logger=name message}, then the stack if there is one.
   */
  static final class LineFormatter extends Formatter {

    @Override
    public String format(LogRecord record) {
      StringWriter line = new StringWriter();
      line.append(record.getInstant().truncatedTo(ChronoUnit.SECONDS).toString())
          .append(" level=")
          .append(record.getLevel().getName())
          .append(" logger=")
          .append(record.getLoggerName())
          .append(' ')
          .append(formatMessage(record).replace('\n', ' '))
          .append('\n');
      if (record.getThrown() != null) {
        record.getThrown().printStackTrace(new PrintWriter(line, true));
      }
      return line.toString();
    }
  }

  private static final class WriterHandler extends Handler {

    private final PrintWriter writer;

    WriterHandler(PrintWriter writer) {
      this.writer = writer;
      setFormatter(new LineFormatter());
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
