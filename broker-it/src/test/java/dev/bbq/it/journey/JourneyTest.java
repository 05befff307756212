// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.journey;

import dev.bbq.api.BbqClient;
import dev.bbq.api.Delivery;
import dev.bbq.api.Message;
import dev.bbq.api.Publisher;
import dev.bbq.api.Receiver;
import dev.bbq.api.Topology;
import dev.bbq.it.support.Awaiting;
import dev.bbq.it.support.BrokerFixture;
import dev.bbq.it.support.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A broker, a client, and a queue named {@value #QUEUE}, on each pair of transports. */
@ParameterizedClass
@MethodSource("dev.bbq.it.support.Pair#all")
@Tag("matrix")
abstract class JourneyTest {

  static final String QUEUE = "orders";

  @Parameter Pair pair;

  BrokerFixture broker;
  BbqClient client;
  Topology topology;

  @BeforeEach
  final void connect() {
    broker = pair.start();
    client = broker.client();
    topology = client.topology();
    topology.declareQueue(QUEUE);
  }

  @AfterEach
  final void close() {
    broker.close();
  }

  /** Publishes messages one after the other and waits for all confirms. */
  final void publish(String exchange, String routingKey, List<String> messages) {
    List<CompletableFuture<Void>> confirms = new ArrayList<>();
    try (Publisher publisher = client.publisher()) {
      for (String message : messages) {
        confirms.add(publisher.publish(exchange, routingKey, Message.of(message)));
      }
      confirms.forEach(JourneyTest::get);
    }
  }

  /** Publishes the numbers from 0 to the queue. */
  final List<String> publishNumbers(int count) {
    List<String> numbers = IntStream.range(0, count).mapToObj(String::valueOf).toList();
    publish("", QUEUE, numbers);
    return numbers;
  }

  /** Returns the texts of all messages that a queue has ready, and acks them. */
  final List<String> drain(String queue) {
    long ready = info(queue).ready();
    try (Receiver receiver = client.receiver(queue)) {
      List<String> texts = new ArrayList<>();
      for (long i = 0; i < ready; i++) {
        Delivery delivery = next(receiver);
        texts.add(delivery.message().text());
        delivery.ack();
      }
      return texts;
    }
  }

  final Topology.QueueInfo info(String queue) {
    return topology.queues().stream()
        .filter(info -> info.name().equals(queue))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no such queue: " + queue));
  }

  /** Waits until the queue holds so many messages, ready or delivered. */
  final void awaitKept(long count) {
    Awaiting.poll(
        count + " messages kept", () -> info(QUEUE).ready() + info(QUEUE).unacked() == count);
  }

  static Delivery next(Receiver receiver) {
    try {
      return receiver
          .receive(Awaiting.LONGEST_WAIT)
          .orElseThrow(() -> new AssertionError("no delivery came"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  static List<Delivery> next(Receiver receiver, int count) {
    return IntStream.range(0, count).mapToObj(i -> next(receiver)).toList();
  }

  static List<String> texts(List<Delivery> deliveries) {
    return deliveries.stream().map(delivery -> delivery.message().text()).toList();
  }

  /** Waits for a future with a bound. */
  static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(Awaiting.LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("never completed: " + future, e);
    } catch (ExecutionException e) {
      throw new AssertionError("failed: " + e.getCause(), e.getCause());
    }
  }
}
