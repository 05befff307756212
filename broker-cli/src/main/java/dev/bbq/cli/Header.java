// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.HeaderValue;
import java.util.Base64;
import picocli.CommandLine.TypeConversionException;

/**
 * A header as users write it: {@code NAME=TEXT}, or {@code NAME:TYPE=VALUE} with one of the types
 * {@code text}, {@code whole}, {@code real}, {@code flag} and {@code bytes} (Base64).
 *
 * @param name 1–255 bytes of UTF-8
 * @param value of any type
 */
record Header(String name, HeaderValue value) {

  /**
   * Reads a header.
   *
   * @throws TypeConversionException if it has another form
   */
  static Header parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw malformed(text);
    }
    String value = text.substring(equals + 1);
    int colon = text.lastIndexOf(':', equals);
    String name = text.substring(0, colon < 0 ? equals : colon);
    if (name.isEmpty()) {
      throw malformed(text);
    }
    try {
      return new Header(
          name, read(colon < 0 ? "text" : text.substring(colon + 1, equals), value, text));
    } catch (IllegalArgumentException e) { // no number, no Base64
      throw malformed(text);
    }
  }

  private static HeaderValue read(String type, String value, String text) {
    return switch (type) {
      case "text" -> new HeaderValue.Text(value);
      case "whole" -> new HeaderValue.Whole(Long.parseLong(value));
      case "real" -> new HeaderValue.Real(Double.parseDouble(value));
      case "flag" -> new HeaderValue.Flag(flag(value, text));
      case "bytes" -> new HeaderValue.Bytes(Base64.getDecoder().decode(value));
      default -> throw malformed(text);
    };
  }

  private static boolean flag(String value, String text) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw malformed(text);
    };
  }

  private static TypeConversionException malformed(String text) {
    return new TypeConversionException(
        "'%s' is no header, as in color=red, size:whole=3, ratio:real=0.5, urgent:flag=true or"
                .formatted(text)
            + " key:bytes=BASE64; a name with a colon needs a type, as in a:b:text=c");
  }
}
