// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.store.StoreCapabilities;
import dev.bbq.api.store.StoreCapabilities.Durability;
import dev.bbq.core.routing.Topology;
import dev.bbq.core.routing.TopologyLimits;
import dev.bbq.core.testkit.TestAlarms;
import dev.bbq.core.testkit.TestStore;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Everything of a broker but its transport, over a store for tests. */
public final class TestBroker {

  static final int MAX_MESSAGE_BYTES = 1 << 20;
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final int MAX_WAITING_BYTES = 4000;
  private static final MemoryMarks SMALL = new MemoryMarks(1000, 800, 2 * MAX_WAITING_BYTES);
  static final String IDENTITY = "CN=grill,O=Test";

  private static final String CERTIFICATE = // of IDENTITY
      """
      -----BEGIN CERTIFICATE-----
      MIIBgDCCASagAwIBAgIBATAKBggqhkjOPQQDAjAfMQ0wCwYDVQQKDARUZXN0MQ4w
      DAYDVQQDDAVncmlsbDAeFw0yNjExMjMwNjQxMjRaFw0yNjExMjQwNjQxMjRaMB8x
      DTALBgNVBAoMBFRlc3QxDjAMBgNVBAMMBWdyaWxsMFkwEwYHKoZIzj0CAQYIKoZI
      zj0DAQcDQgAEDYcxW0LqIxsxB3YxzpJ8G+TVgJTTzfVN7uYoiXW2ISCPwxpFbSfB
      Gy5jdJgFyjkw3OPlfs79ujuyQdQbqTLXR6NTMFEwHQYDVR0OBBYEFKn0v7V7pR5l
      jQpS3AqaO1MB8Ua0MB8GA1UdIwQYMBaAFKn0v7V7pR5ljQpS3AqaO1MB8Ua0MA8G
      A1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgU+kDfyFMm33ujhnhenuU
      kecyQmd+vXDaqDk4RdbOLtcCIQD3vYdtiewmMYkncitoG/KGa0FchMvXOQ0Ng9L1
      DeimBA==
      -----END CERTIFICATE-----
      """;

  public final TestStore store = new TestStore();
  public final Topology topology = new Topology(store, TopologyLimits.DEFAULT, new TestAlarms());
  final AtomicLong usedBytes = new AtomicLong();
  public final Connections connections;

  /** Creates a broker with queues. */
  public TestBroker(String... queues) {
    this(SMALL, MAX_WAITING_BYTES, queues);
  }

  /** Creates a broker with queues and more memory than any test fills by itself. */
  static TestBroker roomy(String... queues) {
    return new TestBroker(new MemoryMarks(1 << 30, 1 << 29, 1 << 28), 1 << 28, queues);
  }

  TestBroker(MemoryMarks marks, long maxWaitingBytes, String... queues) {
    this(Optional.empty(), marks, maxWaitingBytes, queues);
  }

  /** Creates a broker whose clients have to prove their certificates. */
  static TestBroker asking(Proofs proofs) {
    return new TestBroker(Optional.of(proofs), SMALL, MAX_WAITING_BYTES);
  }

  private TestBroker(
      Optional<Proofs> proofs, MemoryMarks marks, long maxWaitingBytes, String... queues) {
    connections =
        new Connections(
            new Services(
                topology,
                store,
                new StreamLimits(
                    MAX_MESSAGE_BYTES, 100, 10_000, maxWaitingBytes, Duration.ofSeconds(8)),
                new MemoryGuard(usedBytes::get, marks),
                new About(
                    "bbq/test",
                    "fake",
                    "test",
                    new StoreCapabilities(Durability.MEMORY, false, false, Integer.MAX_VALUE),
                    InstantSource.fixed(START),
                    START)),
            proofs);
    for (String queue : queues) {
      topology.declareQueue(queue).toCompletableFuture().join();
    }
  }

  /** Connects a client. */
  public FakeConnection connect() {
    return accept(new FakeConnection(List.of(certificate())));
  }

  FakeConnection accept(FakeConnection connection) {
    connection.handledBy(connections.accept(connection));
    return connection;
  }

  QueueInfo status(String queue) {
    return topology.queue(queue).status();
  }

  /** Returns the bodies that the store keeps for a queue. */
  List<String> stored(String queue) {
    return store.log(queue).records().stream()
        .map(record -> Wire.body(record.message().bytes()))
        .toList();
  }

  /** Returns a client's certificate. */
  public static X509Certificate certificate() {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(CERTIFICATE.getBytes(StandardCharsets.US_ASCII)));
    } catch (CertificateException e) {
      throw new AssertionError(e);
    }
  }
}
