// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.peer;

import dev.bbq.benchmarks.load.DriverKind;
import dev.bbq.benchmarks.load.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** One of those compared. */
public interface Peer {

  /** Returns its name in tables and on the command line. */
  String name();

  /** Returns why it can't be measured here, or empty when it can. */
  Optional<String> missing();

  /** Returns the versions of broker and client. */
  String version() throws IOException, InterruptedException;

  /** Returns what a confirm and an ack mean there, and how the connection is protected. */
  String terms();

  /** Tells whether there is such a workload for it. */
  boolean does(Workload workload);

  /** Returns which client drives it. */
  DriverKind driver();

  /** Returns the class path of its client. */
  String clientClassPath();

  /** Returns the QUIC stack of its client; of no meaning to those that don't speak QUIC. */
  default String clientTransport() {
    return "netty-quic";
  }

  /** Returns the name of the transport without a broker that it is measured by, if there is one. */
  default Optional<String> ceiling() {
    return Optional.empty();
  }

  /** Returns a port of the loopback interface that is free now. */
  default int freePort() throws IOException {
    return Ports.tcp();
  }

  /**
   * Starts it; it may not listen yet.
   *
   * @param folder an empty one for its files
   * @param certificates made for tests
   */
  Server start(Path folder, Path certificates, int port) throws IOException, InterruptedException;
}
