// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.support;

import java.util.stream.Stream;

/**
 * The transports of a client and its broker.
 *
 * @param client the client's
 * @param broker the broker's
 */
public record Pair(String client, String broker) {

  /** Returns all there are: with mutual TLS, and with the proof of the certificate instead. */
  public static Stream<Pair> all() {
    return Stream.of(
        new Pair(BrokerFixture.TRANSPORT, BrokerFixture.TRANSPORT),
        new Pair(BlindTransport.NAME, BlindTransport.NAME));
  }

  /** Starts a broker. */
  public BrokerFixture start() {
    return BrokerFixture.start(this, BrokerFixture.builder());
  }

  @Override
  public String toString() {
    return "client on %s, broker on %s".formatted(client, broker);
  }
}
