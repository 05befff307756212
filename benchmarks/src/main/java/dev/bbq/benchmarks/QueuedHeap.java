// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.Message;
import dev.bbq.api.Publisher;
import dev.bbq.certs.DevelopmentCertificates;
import dev.bbq.core.Broker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * How much of the heap messages take that wait in a queue: a broker with the store {@code memory},
 * a client that publishes to it over QUIC, and the heap before and after.
 */
public final class QueuedHeap {

  private static final String QUEUE = "orders";
  private static final long WARM_UP = 200_000;
  private static final int COLLECTIONS = 4;

  private QueuedHeap() {}

  /**
   * Prints how many bytes each message takes beside its body.
   *
   * @param arguments how many messages, and how many bytes each body has
   */
  public static void main(String[] arguments) throws Exception {
    long messages = Long.parseLong(arguments[0]);
    int bodyBytes = Integer.parseInt(arguments[1]);
    Path certificates = Files.createTempDirectory("bbq-heap-");
    new DevelopmentCertificates(certificates, Clock.systemUTC(), new SecureRandom())
        .makeMissing(List.of(), "client");
    try (Broker broker =
        Broker.builder()
            .port(0)
            .certificates(certificates)
            .transport("netty-quic")
            .store("memory")
            .start()) {
      ClientOptions options =
          ClientOptions.builder()
              .server("127.0.0.1", broker.address().getPort())
              .certificates(certificates)
              .transport("netty-quic")
              .build();
      try (BbqClient client = BbqClient.connect(options)) {
        client.topology().declareQueue(QUEUE);
        publish(client, WARM_UP, bodyBytes);
        client.topology().purge(QUEUE);
        long before = usedBytes();
        publish(client, messages, bodyBytes);
        long each = Math.round((double) (usedBytes() - before) / messages);
        System.out.printf(
            "%,d messages with bodies of %d bytes take %d bytes each: %d beside the body%n",
            messages, bodyBytes, each, each - bodyBytes);
      }
    }
  }

  private static void publish(BbqClient client, long messages, int bodyBytes) {
    Message message = Message.of(new byte[bodyBytes]);
    Queue<CompletableFuture<Void>> pending = new ArrayDeque<>();
    try (Publisher publisher = client.publisher()) {
      for (long i = 0; i < messages; i++) {
        pending.add(publisher.publish("", QUEUE, message));
        while (!pending.isEmpty() && pending.element().isDone()) {
          pending.remove().join();
        }
      }
      pending.forEach(CompletableFuture::join);
    }
  }

  private static long usedBytes() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc(); // more than once, for what is let go of by references
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
