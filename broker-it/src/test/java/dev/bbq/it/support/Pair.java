// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bbq.api.plugin.Transports;
import dev.bbq.api.transport.TransportCapability;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The transports of a client and its broker.
 *
 * @param client the client's
 * @param broker the broker's
 */
public record Pair(String client, String broker) {

  private static final String USUAL = "netty-quic";
  private static final List<String> SHIPPED = List.of(USUAL, "kwik");
  private static final Pair CHOSEN =
      new Pair(
          System.getProperty("bbq.client.transport", USUAL),
          System.getProperty("bbq.broker.transport", USUAL));

  /**
   * Returns the pair of all tests that don't choose another: both on {@code netty-quic}, unless
   * this run is on others ({@code -Dbbq.client.transport}, {@code -Dbbq.broker.transport}).
   */
  public static Pair chosen() {
    return CHOSEN;
  }

  /**
   * Returns one with mutual TLS, and one with the proof of the certificate instead; the one of this
   * run, if it is on others.
   */
  public static Stream<Pair> all() {
    return CHOSEN.equals(new Pair(USUAL, USUAL))
        ? Stream.of(CHOSEN, new Pair(BlindTransport.NAME, BlindTransport.NAME))
        : Stream.of(CHOSEN);
  }

  /** Returns those of the transports that are shipped, each with each. */
  public static Stream<Pair> shipped() {
    return SHIPPED.stream()
        .flatMap(client -> SHIPPED.stream().map(broker -> new Pair(client, broker)));
  }

  /** Says whether the transport of this run's brokers has a capability. */
  public static boolean brokerHas(TransportCapability capability) {
    return has(CHOSEN.broker(), capability);
  }

  /** Skips a test that needs what the transport of this run's brokers can do. */
  public static void assumeBrokerHas(TransportCapability capability) {
    assumeHas(CHOSEN.broker(), capability);
  }

  /** Skips a test that needs what the transport of this run's clients can do. */
  public static void assumeClientHas(TransportCapability capability) {
    assumeHas(CHOSEN.client(), capability);
  }

  private static void assumeHas(String transport, TransportCapability capability) {
    assumeTrue(
        has(transport, capability),
        () ->
            "transport lacks a capability: transport=%s, capability=%s"
                .formatted(transport, capability));
  }

  private static boolean has(String transport, TransportCapability capability) {
    return Transports.find(Optional.of(transport)).capabilities().contains(capability);
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
