// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.support;

import java.util.List;
import java.util.stream.Stream;

/**
 * The transports of a client and its broker.
 *
 * @param client the client's
 * @param broker the broker's
 */
public record Pair(String client, String broker) {

  private static final List<String> SHIPPED = List.of(BrokerFixture.TRANSPORT, "kwik");

  /** Returns one with mutual TLS, and one with the proof of the certificate instead. */
  public static Stream<Pair> all() {
    return Stream.of(
        new Pair(BrokerFixture.TRANSPORT, BrokerFixture.TRANSPORT),
        new Pair(BlindTransport.NAME, BlindTransport.NAME));
  }

  /** Returns those of the transports that are shipped, each with each. */
  public static Stream<Pair> shipped() {
    return SHIPPED.stream()
        .flatMap(client -> SHIPPED.stream().map(broker -> new Pair(client, broker)));
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
