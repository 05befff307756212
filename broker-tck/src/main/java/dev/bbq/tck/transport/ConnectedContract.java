// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.transport.TransportLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The ground of contracts about the streams of one connection, which each test finds open. */
abstract class ConnectedContract extends TransportContract {

  private final Pki pki = new Pki();
  private Ends ends;
  ConnectionProbe client;
  ConnectionProbe server;

  /** Returns the limits of both ends. */
  abstract TransportLimits limits();

  @BeforeEach
  void connect() throws Exception {
    ends = Ends.open(transport(), pki, limits());
    client = ends.connect();
    server = ends.accepted();
  }

  @AfterEach
  void close() {
    ends.close();
    assertThat(client.faults()).isEmpty();
  }
}
