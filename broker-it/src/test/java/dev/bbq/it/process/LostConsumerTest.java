// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.Credit;
import dev.bbq.api.Delivery;
import dev.bbq.api.Message;
import dev.bbq.api.Publisher;
import dev.bbq.api.Receiver;
import dev.bbq.api.Topology;
import dev.bbq.it.support.Awaiting;
import dev.bbq.it.support.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Broker, consumer and this test in three processes; the consumer dies without a word, and its
 * messages go to another.
 */
final class LostConsumerTest {

  private static final String QUEUE = "orders";
  private static final String COMMAND = "dev.bbq.cli.Main";
  private static final Duration AT_MOST = Duration.ofSeconds(15);
  private static final int COUNT = 1000;
  private static final int ACKED = 40;
  private static final int HELD = 100;
  private static final int CREDIT = 50;

  @TempDir private Path folder;

  private ChildJvm broker;
  private int port;
  private BbqClient client;

  @BeforeEach
  void start() throws Exception {
    broker =
        ChildJvm.onClassPath(
            COMMAND, "serve", "--dev", "--listen", "127.0.0.1:0", "--data", folder.toString());
    Matcher server = broker.awaitLine("BBQ_SERVER='?127\\.0\\.0\\.1:(\\d+)");
    port = Integer.parseInt(server.group(1));
    client =
        BbqClient.connect(
            ClientOptions.builder()
                .server("127.0.0.1", port)
                .certificates(certificates())
                .transport("netty-quic")
                .build());
    client.topology().declareQueue(QUEUE);
  }

  @AfterEach
  void stop() {
    try {
      if (client != null) {
        client.close();
      }
    } finally {
      broker.close();
    }
  }

  @Test
  void shouldDeliverWhatAKilledConsumerHeldToAnother() throws Exception {
    publish(numbers(COUNT));
    try (ChildJvm consumer = startHolding()) {
      List<String> held = heldBy(consumer);

      consumer.kill();

      assertHeldComesAgainInTime(held);
    }
  }

  @Test
  void shouldDeliverWhatAStoppedConsumerHeldToAnother() throws Exception {
    publish(numbers(COUNT));
    try (ChildJvm consumer = startHolding()) {
      List<String> held = heldBy(consumer);

      consumer.suspend();

      assertHeldComesAgainInTime(held);
    }
  }

  @Test
  void shouldLoseNothingWhenTheCommandIsKilledInMidStream() throws Exception {
    List<String> numbers = numbers(20 * COUNT);
    publish(numbers);
    try (ChildJvm consumer = startCommand()) {
      consumer.awaitLines(COUNT);
      consumer.kill();
      List<String> written = consumer.allLines();

      List<Delivery> rest = takeRest();

      assertThat(written).isEqualTo(numbers.subList(0, written.size()));
      assertThat(rest).isNotEmpty();
      Set<String> seen = Set.copyOf(written);
      Set<String> all = new HashSet<>(seen);
      all.addAll(texts(rest));
      assertThat(all).isEqualTo(Set.copyOf(numbers));
      assertThat(rest)
          .filteredOn(delivery -> delivery.redeliveries() == 0)
          .noneMatch(delivery -> seen.contains(delivery.message().text()));
      assertThat(rest)
          .filteredOn(delivery -> delivery.redeliveries() > 0)
          .hasSizeLessThanOrEqualTo(CREDIT);
    }
  }

  private ChildJvm startCommand() {
    return ChildJvm.onClassPath(
        COMMAND,
        "consume",
        QUEUE,
        "--lines",
        "--credit",
        String.valueOf(CREDIT),
        "--server",
        "127.0.0.1:" + port,
        "--certs",
        certificates().toString());
  }

  private ChildJvm startHolding() {
    return ChildJvm.onClassPath(
        HoldingConsumer.class.getName(),
        String.valueOf(port),
        certificates().toString(),
        QUEUE,
        String.valueOf(ACKED),
        String.valueOf(HELD));
  }

  private List<String> heldBy(ChildJvm consumer) {
    consumer.awaitLine(HoldingConsumer.HOLDING);
    Awaiting.poll("acks of the consumer", () -> kept() == COUNT - ACKED);
    List<String> held =
        consumer.lines().stream()
            .filter(line -> line.startsWith("held "))
            .map(line -> line.substring("held ".length()))
            .toList();
    assertThat(held).hasSize(HELD);
    return held;
  }

  private void assertHeldComesAgainInTime(List<String> held) throws Exception {
    long beginNs = System.nanoTime();
    List<Delivery> rest;
    try (Receiver receiver = client.receiver(QUEUE, Credit.of(COUNT))) {
      rest = take(receiver, COUNT - ACKED);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - beginNs);

    assertThat(texts(rest))
        .containsExactlyInAnyOrderElementsOf(numbers(COUNT).subList(ACKED, COUNT));
    assertThat(texts(rest.stream().filter(d -> d.redeliveries() == 1).toList()))
        .containsExactlyInAnyOrderElementsOf(held);
    assertThat(rest).allMatch(delivery -> delivery.redeliveries() <= 1);
    assertThat(took).isLessThan(AT_MOST);
  }

  private List<Delivery> takeRest() throws InterruptedException {
    Awaiting.poll("end of the consumer", () -> info().consumers() == 0);
    int kept = (int) kept();
    try (Receiver receiver = client.receiver(QUEUE, Credit.of(Credit.MAX_MESSAGES))) {
      return take(receiver, kept);
    }
  }

  private static List<Delivery> take(Receiver receiver, int count) throws InterruptedException {
    List<Delivery> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(
          receiver
              .receive(AT_MOST)
              .orElseThrow(() -> new AssertionError("missing: taken=" + taken.size())));
    }
    taken.forEach(Delivery::ack);
    return taken;
  }

  private void publish(List<String> messages) throws Exception {
    try (Publisher publisher = client.publisher()) {
      List<CompletableFuture<Void>> confirms =
          messages.stream()
              .map(message -> publisher.publish("", QUEUE, Message.of(message)))
              .toList();
      for (CompletableFuture<Void> confirm : confirms) {
        confirm.get(AT_MOST.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }

  private long kept() {
    Topology.QueueInfo info = info();
    return info.ready() + info.unacked();
  }

  private Topology.QueueInfo info() {
    return client.topology().queues().get(0);
  }

  private Path certificates() {
    return folder.resolve("certs");
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }

  private static List<String> texts(List<Delivery> deliveries) {
    return deliveries.stream().map(delivery -> delivery.message().text()).toList();
  }
}
