// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.ClientOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * A host and a port as users write them: {@code HOST:PORT}, {@code HOST} with the default port, or
 * {@code [::1]:PORT}.
 *
 * @param host name or literal address, without brackets
 * @param port 0 to 65535
 */
record ServerAddress(String host, int port) {

  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Za-z:.%_-]+)\\]|([^:\\[\\]\\s]+))(?::(\\d{1,5}))?");

  /**
   * Reads an address.
   *
   * @throws TypeConversionException if it has another form
   */
  static ServerAddress parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw malformed(text);
    }
    String bracketed = matcher.group(1);
    String host = bracketed == null ? matcher.group(2) : bracketed;
    String digits = matcher.group(3);
    int port = digits == null ? ClientOptions.DEFAULT_PORT : Integer.parseInt(digits);
    if (port > 65535 || host.matches("\\d+")) { // no host has such a name: a port alone is meant
      throw malformed(text);
    }
    return new ServerAddress(host, port);
  }

  private static TypeConversionException malformed(String text) {
    return new TypeConversionException(
        "'%s' is no HOST:PORT, as in localhost:6789 or [::1]:6789".formatted(text));
  }

  /** Returns the address of a socket, with its IP address for the host. */
  static ServerAddress of(InetSocketAddress address) {
    return new ServerAddress(address.getAddress().getHostAddress(), address.getPort());
  }

  /** Looks the host up. */
  InetSocketAddress resolve() {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new CommandException(
          ExitCode.FAILURE,
          "unknown host: host=%s; give an address of this machine".formatted(host),
          e);
    }
  }

  @Override
  public String toString() {
    return host.contains(":") ? "[%s]:%d".formatted(host, port) : host + ":" + port;
  }
}
