// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import dev.bbq.api.ClientOptions;
import dev.bbq.api.ReconnectPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a child process is started with, and its form as arguments.
 *
 * @param kind what it is for
 * @param host where the broker or raw server is; of no meaning to these themselves
 * @param port their port; 0 for these themselves
 * @param certificates where the certificates lie
 * @param queue which queue is measured
 * @param frameBytes how many bytes a message takes on the wire
 * @param plugins which plugins it uses
 */
record ChildSettings(
    Kind kind,
    String host,
    int port,
    Path certificates,
    Queue queue,
    int frameBytes,
    PluginChoice plugins) {

  /** Where servers of a measurement listen. */
  static final String LOOPBACK = InetAddress.getLoopbackAddress().getHostAddress();

  /** What a child process is for. */
  enum Kind {
    BROKER(""),
    PUBLISHER("confirmed"),
    CONSUMER("consumed"),
    RAW_SERVER(""),
    RAW_CLIENT("answered");

    private final String verb;

    Kind(String verb) {
      this.verb = verb;
    }

    /** Returns what it does with messages, in a word; empty if it only serves. */
    String verb() {
      return verb;
    }
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

  /** Returns the same settings for another kind of child, and where it finds the server. */
  ChildSettings of(Kind other, int serverPort) {
    return new ChildSettings(other, host, serverPort, certificates, queue, frameBytes, plugins);
  }

  /** Returns the folder that a broker may write to. */
  Path data() {
    return certificates.resolveSibling("data");
  }

  /** Returns the address for a server, with a free port. */
  InetSocketAddress freeAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Returns how to connect to the broker; a lost connection spoils the measurement. */
  ClientOptions clientOptions() {
    ClientOptions.Builder options =
        ClientOptions.builder()
            .server(host, port)
            .certificates(certificates)
            .plugins(plugins.load())
            .reconnect(ReconnectPolicy.NEVER);
    plugins.transport().ifPresent(options::transport);
    return options.build();
  }

  List<String> encode() {
    var arguments = new ArrayList<String>();
    arguments.add(kind.name());
    arguments.add(host);
    arguments.add(Integer.toString(port));
    arguments.add(certificates.toString());
    arguments.add(queue.name());
    arguments.add(Integer.toString(frameBytes));
    arguments.addAll(plugins.encode());
    return arguments;
  }

  static ChildSettings decode(List<String> arguments) {
    return new ChildSettings(
        Kind.valueOf(arguments.get(0)),
        arguments.get(1),
        Integer.parseInt(arguments.get(2)),
        Path.of(arguments.get(3)),
        new Queue(arguments.get(4)),
        Integer.parseInt(arguments.get(5)),
        PluginChoice.decode(arguments.subList(6, arguments.size())));
  }
}
