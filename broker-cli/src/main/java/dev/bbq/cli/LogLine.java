// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * A record as one line, whatever is in it. As text: {@code 2026-11-23T05:00:00.000Z level=INFO
 * logger=NAME MESSAGE}, and if there is a failure its stack behind {@code stack=}. As JSON: an
 * object with {@code time}, {@code level}, {@code logger}, {@code message} and {@code stack}.
 */
final class LogLine extends Formatter {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final LogFormat layout;

  LogLine(LogFormat layout) {
    this.layout = layout;
  }

  @Override
  public String format(LogRecord record) {
    String message = formatMessage(record);
    String text = message == null ? "" : message;
    return switch (layout) {
      case TEXT -> text(record, text);
      case JSON -> json(record, text);
    };
  }

  private static String text(LogRecord record, String message) {
    String line =
        "%s level=%s logger=%s %s"
            .formatted(
                time(record.getInstant()),
                LogLevel.of(record.getLevel()).name(),
                record.getLoggerName(),
                escape(message));
    return record.getThrown() == null
        ? line + '\n'
        : line + " stack=" + escape(stack(record.getThrown())) + '\n';
  }

  private static String json(LogRecord record, String message) {
    JsonStringWriter line =
        JsonWriter.string()
            .object()
            .value("time", time(record.getInstant()))
            .value("level", LogLevel.of(record.getLevel()).name())
            .value("logger", record.getLoggerName())
            .value("message", message);
    if (record.getThrown() != null) {
      line.value("stack", stack(record.getThrown()));
    }
    return line.end().done() + '\n';
  }

  private static String time(Instant instant) {
    return TIME.format(instant);
  }

  private static String stack(Throwable failure) {
    StringWriter stack = new StringWriter();
    failure.printStackTrace(new PrintWriter(stack, true));
    return stack.toString().stripTrailing();
  }

  /** Peers choose parts of messages: nothing of theirs may end a line or steer a terminal. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                  if (isHarmless(c)) {
                    escaped.appendCodePoint(c);
                  } else {
                    escaped.append("\\u%04x".formatted(c));
                  }
                }
              }
            });
    return escaped.toString();
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
