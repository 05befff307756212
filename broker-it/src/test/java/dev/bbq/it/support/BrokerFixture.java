// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.support;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.plugin.Stores;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.core.Broker;
import dev.bbq.core.BrokerLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A broker in this JVM on a free port, and the clients that a test has connected to it. */
public final class BrokerFixture implements AutoCloseable {

  /** The store of all tests that don't choose another: {@code -Dbbq.broker.store}. */
  public static final String STORE = System.getProperty("bbq.broker.store", "memory");

  private static final String WITNESS_QUEUE = "witness";

  private final Broker broker;
  private final String transport;
  private final boolean proves; // raw clients say who they are, unless the test lets them
  private final Deque<AutoCloseable> clients = new ArrayDeque<>();
  private @Nullable RawClient witness;

  private BrokerFixture(Broker broker, String transport, boolean proves) {
    this.broker = broker;
    this.transport = transport;
    this.proves = proves;
  }

  /** Starts a broker as it is by default. */
  public static BrokerFixture start() {
    return start(BrokerLimits.DEFAULT);
  }

  /** Starts a broker with other limits. */
  public static BrokerFixture start(BrokerLimits limits) {
    return start(builder().limits(limits));
  }

  /** Starts a broker as a test has set it up. */
  public static BrokerFixture start(Broker.Builder builder) {
    return new BrokerFixture(
        builder.start(), Pair.chosen().client(), !Pair.brokerHas(TransportCapability.MUTUAL_TLS));
  }

  /** Starts a broker as a test has set it up, on the transports of a pair. */
  public static BrokerFixture start(Pair pair, Broker.Builder builder) {
    return BlindTransport.seen(
        () -> new BrokerFixture(builder.transport(pair.broker()).start(), pair.client(), false));
  }

  /** Skips a test that fills the heap: some stores keep their backlog elsewhere. */
  public static void assumeBacklogFillsHeap() {
    assumeFalse(
        Stores.find(Optional.of(STORE)).capabilities().backlogBeyondHeap(),
        () -> "store keeps its backlog elsewhere: store=" + STORE);
  }

  /** Returns a builder with a free port, certificates, and a folder that no other broker uses. */
  public static Broker.Builder builder() {
    return Broker.builder()
        .port(0)
        .tls(TestCertificates.server())
        .transport(Pair.chosen().broker())
        .store(STORE)
        .dataDirectory(Path.of("target", "data", UUID.randomUUID().toString()));
  }

  /** Returns the broker. */
  public Broker broker() {
    return broker;
  }

  /** Returns the port it listens on. */
  public int port() {
    return broker.address().getPort();
  }

  /** Connects a raw client; it is closed with the broker. */
  public RawClient rawClient() {
    return rawClient(TransportLimits.DEFAULT);
  }

  /** Connects a raw client that takes little at once; it is closed with the broker. */
  public RawClient rawClient(TransportLimits limits) {
    RawClient raw = closeLater(BlindTransport.seen(() -> connectRaw(limits)));
    if (proves) {
      raw.greet();
    }
    return raw;
  }

  private RawClient connectRaw(TransportLimits limits) {
    try {
      return RawClient.tryConnect(transport, port(), TestCertificates.client(), limits);
    } catch (TransportException e) {
      throw new AssertionError("not connected: port=" + port(), e);
    }
  }

  /** Connects a client; it is closed with the broker. */
  public BbqClient client() {
    return client(options());
  }

  /** Connects a client; it is closed with the broker. */
  public BbqClient client(ClientOptions.Builder options) {
    return closeLater(BlindTransport.seen(() -> BbqClient.connect(options.build())));
  }

  /** Returns the options of a client of this broker. */
  public ClientOptions.Builder options() {
    return ClientOptions.builder()
        .server("127.0.0.1", port())
        .transport(transport)
        .tls(TestCertificates.client())
        .closeTimeout(Duration.ofSeconds(5));
  }

  /** Fails unless the broker serves this connection, and another one. */
  public void assertServes(RawClient client) {
    if (!client.publish("", witnessQueue(), "same connection").equals(RawReply.CONFIRMED)) {
      throw new AssertionError("not served on the same connection");
    }
    assertServesOthers();
  }

  /** Fails unless the broker serves a connection that has done no harm. */
  public void assertServesOthers() {
    if (!witness().publish("", witnessQueue(), "other connection").equals(RawReply.CONFIRMED)) {
      throw new AssertionError("not served on another connection");
    }
  }

  private String witnessQueue() {
    witness();
    return WITNESS_QUEUE;
  }

  private RawClient witness() {
    RawClient there = witness;
    if (there == null || there.isClosed()) {
      there = rawClient();
      there.declareQueue(WITNESS_QUEUE);
      witness = there;
    }
    return there;
  }

  private <T extends AutoCloseable> T closeLater(T client) {
    clients.push(client);
    return client;
  }

  @Override
  public void close() {
    try {
      while (!clients.isEmpty()) {
        clients.pop().close();
      }
    } catch (Exception e) {
      throw new AssertionError("client did not close", e);
    } finally {
      broker.close();
    }
  }
}
