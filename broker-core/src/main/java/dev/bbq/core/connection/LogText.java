// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

/** Makes a peer's words fit for a log line: no control characters, not too long. */
final class LogText {

  private static final int MAX_CHARS = 256;

  private LogText() {}

  static String of(String untrusted) {
    StringBuilder text = new StringBuilder();
    untrusted
        .codePoints()
        .limit(MAX_CHARS)
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                text.append("\\u%04x".formatted(c));
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.toString();
  }
}
