// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.Message;
import dev.bbq.api.OutcomeUnknownException;
import dev.bbq.api.Publisher;
import dev.bbq.api.PublisherOptions;
import dev.bbq.api.ReconnectPolicy;
import dev.bbq.core.Broker;
import dev.bbq.it.support.Awaiting;
import dev.bbq.it.support.BrokerFixture;
import dev.bbq.it.support.Pair;
import dev.bbq.it.support.TestCertificates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker that is restarted under load, and what its clients see of it. */
@Tag("matrix")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class RestartTest {

  private static final String QUEUE = "restarted";
  private static final int COUNT = 60_000;

  private final Set<Integer> confirmed = ConcurrentHashMap.newKeySet();
  private final Set<Integer> unknown = ConcurrentHashMap.newKeySet();
  private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
  private Broker broker;
  private BbqClient client;

  private record Arrival(int number, boolean marked) {}

  @BeforeEach
  void start() {
    broker = BrokerFixture.builder().start();
    client =
        BbqClient.connect(
            ClientOptions.builder()
                .server("127.0.0.1", broker.address().getPort())
                .tls(TestCertificates.client())
                .transport(Pair.chosen().client())
                .reconnect(
                    ReconnectPolicy.DEFAULT.withDelays(
                        Duration.ofMillis(10), Duration.ofMillis(200)))
                .build());
    client.topology().declareQueue(QUEUE);
    var unused =
        client.subscribe(
            QUEUE,
            delivery ->
                arrivals.add(
                    new Arrival(
                        Integer.parseInt(delivery.message().text()),
                        delivery.redeliveries() > 0 || delivery.message().properties().resent())));
  }

  @AfterEach
  void stop() {
    client.close();
    broker.close();
  }

  @Test
  void shouldDeliverWhatWasConfirmedAndNothingTwiceWhenTheBrokerIsDrained() {
    publishAround(
        PublisherOptions.DEFAULT, () -> assertThat(broker.close(Awaiting.LONGEST_WAIT)).isTrue());

    awaitArrivalOf(confirmed);
    List<Integer> numbers = arrivals.stream().map(Arrival::number).toList();
    assertThat(numbers).doesNotHaveDuplicates();
    assertThat(confirmed.size() + unknown.size()).isEqualTo(COUNT);
  }

  @Test
  void shouldKeepTheOrderOfAPublisherAcrossARestart() {
    publishAround(
        PublisherOptions.DEFAULT, () -> assertThat(broker.close(Awaiting.LONGEST_WAIT)).isTrue());

    awaitArrivalOf(confirmed);
    assertThat(arrivals.stream().map(Arrival::number).toList()).isSorted();
  }

  @Test
  void shouldDeliverEverythingAndMarkDuplicatesWhenAtLeastOnceIsChosen() {
    publishAround(
        PublisherOptions.DEFAULT.withAtLeastOnce(),
        () -> assertThat(broker.close(Awaiting.LONGEST_WAIT)).isTrue());

    assertThat(unknown).isEmpty();
    awaitArrivalOf(IntStream.range(0, COUNT).boxed().collect(Collectors.toSet()));
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    assertThat(arrivals.stream().filter(arrival -> !seen.add(arrival.number())).toList())
        .allMatch(Arrival::marked);
  }

  /** Publishes all, and restarts the broker when a third has been confirmed. */
  private void publishAround(PublisherOptions options, Runnable stop) {
    CompletableFuture<Void> restart =
        CompletableFuture.runAsync(
            () -> {
              Awaiting.poll("a third", () -> confirmed.size() >= COUNT / 3);
              int port = broker.address().getPort();
              stop.run();
              broker = BrokerFixture.builder().port(port).start();
            });
    List<CompletableFuture<?>> published = new ArrayList<>();
    try (Publisher publisher = client.publisher(options)) {
      for (int i = 0; i < COUNT; i++) {
        int number = i;
        published.add(
            publisher
                .publish("", QUEUE, Message.of(Integer.toString(number)))
                .handle((done, failure) -> note(number, failure)));
      }
      restart.join();
      CompletableFuture.allOf(published.toArray(CompletableFuture<?>[]::new)).join();
    }
    assertThat(surprises).isEmpty();
  }

  private boolean note(int number, Throwable failure) {
    return switch (failure) {
      case null -> confirmed.add(number);
      case OutcomeUnknownException notTold -> unknown.add(number);
      default -> surprises.add(failure);
    };
  }

  private void awaitArrivalOf(Set<Integer> wanted) {
    Awaiting.poll(
        "arrival",
        () ->
            arrivals.size() >= wanted.size()
                && arrivals.stream()
                    .map(Arrival::number)
                    .collect(Collectors.toSet())
                    .containsAll(wanted));
  }
}
