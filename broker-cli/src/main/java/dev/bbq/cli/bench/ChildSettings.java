// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import dev.bbq.api.ClientOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a child process is started with, and its form as arguments.
 *
 * @param kind what it is for
 * @param folder where the certificates lie, and where it may write
 * @param port the broker's or raw server's port; 0 for these themselves
 * @param frameBytes how many bytes a message takes on the wire
 * @param transport name of the transport; empty takes the only one there is
 */
record ChildSettings(Kind kind, Path folder, int port, int frameBytes, Optional<String> transport) {

  /** All parts run on this machine. */
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** What a child process is for. */
  enum Kind {
    BROKER,
    PUBLISHER,
    CONSUMER,
    RAW_SERVER,
    RAW_CLIENT
  }

  Role role() throws Exception {
    return switch (kind) {
      case BROKER -> new BrokerRole(this);
      case PUBLISHER -> new PublisherRole(this);
      case CONSUMER -> new ConsumerRole(this);
      case RAW_SERVER -> new RawServerRole(this);
      case RAW_CLIENT -> new RawClientRole(this);
    };
  }

  /** Returns the folder of the certificates. */
  Path certificates() {
    return folder.resolve("certs");
  }

  /** Returns the literal address that servers listen on. */
  String host() {
    return LOOPBACK.getHostAddress();
  }

  /** Returns the address for a server, with a free port. */
  InetSocketAddress freeAddress() {
    return new InetSocketAddress(LOOPBACK, 0);
  }

  /** Returns how to connect to the broker. */
  ClientOptions clientOptions() {
    ClientOptions.Builder options =
        ClientOptions.builder().server(host(), port).certificates(certificates());
    transport.ifPresent(options::transport);
    return options.build();
  }

  List<String> encode() {
    var arguments = new ArrayList<String>();
    arguments.add(kind.name());
    arguments.add(folder.toString());
    arguments.add(Integer.toString(port));
    arguments.add(Integer.toString(frameBytes));
    transport.ifPresent(arguments::add);
    return arguments;
  }

  static ChildSettings decode(List<String> arguments) {
    return new ChildSettings(
        Kind.valueOf(arguments.get(0)),
        Path.of(arguments.get(1)),
        Integer.parseInt(arguments.get(2)),
        Integer.parseInt(arguments.get(3)),
        arguments.stream().skip(4).findFirst());
  }
}
