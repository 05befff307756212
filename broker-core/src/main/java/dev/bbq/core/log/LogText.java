// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.log;

import java.net.InetSocketAddress;

/** Makes values fit for a log line: a peer's words above all. */
public final class LogText {

  private static final int MAX_CHARS = 256;

  private LogText() {}

  /** Returns a peer's words without control characters, and not too long. */
  public static String of(String untrusted) {
    return clean(untrusted, "");
  }

  /** Returns a peer's words in quotes, so that they can't pass for keys and values of ours. */
  public static String quoted(String untrusted) {
    return '"' + clean(untrusted, "\\\"") + '"';
  }

  /** Cuts first, so that no escape is cut in two. */
  private static String clean(String untrusted, String escaped) {
    StringBuilder text = new StringBuilder();
    untrusted
        .codePoints()
        .limit(MAX_CHARS)
        .forEach(
            c -> {
              if (Character.isISOControl(c) || isInvisible(c)) {
                text.append("\\u%04x".formatted(c));
              } else if (escaped.indexOf(c) >= 0) {
                text.append('\\').appendCodePoint(c);
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.toString();
  }

  private static boolean isInvisible(int c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  /** Returns an address as people write it: {@code 127.0.0.1:6789}, {@code [::1]:6789}. */
  public static String address(InetSocketAddress address) {
    String host =
        address.getAddress() == null
            ? address.getHostString()
            : address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }
}
