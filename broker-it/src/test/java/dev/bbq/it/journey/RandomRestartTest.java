// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.Delivery;
import dev.bbq.api.ExchangeType;
import dev.bbq.api.Message;
import dev.bbq.api.OutcomeUnknownException;
import dev.bbq.api.Publisher;
import dev.bbq.api.ReconnectPolicy;
import dev.bbq.core.Broker;
import dev.bbq.core.BrokerException;
import dev.bbq.core.Declarations;
import dev.bbq.it.support.Awaiting;
import dev.bbq.it.support.BrokerFixture;
import dev.bbq.it.support.Pair;
import dev.bbq.it.support.TestCertificates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A broker that is restarted at random moments while several publishers and subscriptions work. A
 * failure names its seed; {@code -Dbbq.seed=…} uses that one.
 */
@Tag("matrix")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class RandomRestartTest {

  private static final String EXCHANGE = "numbers";
  private static final int PUBLISHERS = 3;
  private static final int COUNT = 10_000;
  private static final Declarations TOPOLOGY =
      new Declarations(
          List.of(new Declarations.Exchange(EXCHANGE, ExchangeType.DIRECT, false)),
          List.of(
              new Declarations.Queue("odd"),
              new Declarations.Queue("even"),
              new Declarations.Queue("all")),
          List.of(
              new Declarations.Binding("odd", EXCHANGE, "odd"),
              new Declarations.Binding("even", EXCHANGE, "even"),
              new Declarations.Binding("all", EXCHANGE, "odd"),
              new Declarations.Binding("all", EXCHANGE, "even")));

  private final long seed = Long.getLong("bbq.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  /** What each publisher was told of, by number. */
  private final List<Set<Integer>> confirmed =
      IntStream.range(0, PUBLISHERS)
          .mapToObj(publisher -> (Set<Integer>) ConcurrentHashMap.<Integer>newKeySet())
          .toList();

  private final AtomicInteger unknown = new AtomicInteger();
  private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();
  private final List<Subscribed> subscriptions = new ArrayList<>();
  private final List<BbqClient> clients = new ArrayList<>();
  private volatile Broker broker;

  private record Arrival(int publisher, int number) {}

  /** A subscription, and what it got in the order in which it came. */
  private record Subscribed(String queue, Queue<Arrival> arrivals) {

    void take(Delivery delivery) {
      String[] words = delivery.message().text().split(":", -1);
      arrivals.add(new Arrival(Integer.parseInt(words[0]), Integer.parseInt(words[1])));
    }
  }

  @BeforeEach
  void start() {
    broker = BrokerFixture.builder().declare(TOPOLOGY).start();
    subscribe("odd", connect());
    BbqClient both = connect();
    subscribe("even", both);
    subscribe("all", both);
    subscribe("all", connect()); // two share this one
  }

  @AfterEach
  void stop() {
    clients.forEach(BbqClient::close);
    broker.close();
  }

  @Test
  void shouldKeepOrderAndLoseNothingWhenTheBrokerIsDrainedAtRandomMoments() {
    boolean[] odd = publishAround(this::drain);

    for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
      Set<Integer> sent = confirmed.get(publisher);
      awaitArrival("all", publisher, sent);
      Set<Integer> sentOdd = new HashSet<>(sent);
      sentOdd.removeIf(number -> !odd[number]);
      awaitArrival("odd", publisher, sentOdd);
      Set<Integer> sentEven = new HashSet<>(sent);
      sentEven.removeAll(sentOdd);
      awaitArrival("even", publisher, sentEven);
    }
    assertNothingCameTwice();
    assertOrder();
  }

  @Test
  void shouldKeepOrderWhenTheBrokerIsCutOffAtRandomMoments() {
    boolean[] unused = publishAround(() -> broker.close(Duration.ZERO));

    assertOrder();
  }

  /** Drains the broker once all consumers are back: what nobody consumes goes with the store. */
  private void drain() {
    Awaiting.poll(
        "all consumers, " + description(),
        () -> broker.metrics().broker().totals().consumers() == subscriptions.size());
    assertThat(broker.close(Awaiting.LONGEST_WAIT)).isTrue();
  }

  /** Publishes all and restarts the broker some times meanwhile; returns which keys were odd. */
  private boolean[] publishAround(Runnable end) {
    boolean[] odd = new boolean[COUNT];
    for (int i = 0; i < COUNT; i++) {
      odd[i] = random.nextBoolean();
    }
    int[] moments =
        random.ints(1 + random.nextInt(3), 1, PUBLISHERS * COUNT * 3 / 4).sorted().toArray();
    List<BbqClient> publishing =
        IntStream.range(0, PUBLISHERS).mapToObj(publisher -> connect()).toList();
    List<CompletableFuture<Void>> work = new ArrayList<>();
    work.add(inThread(() -> restart(moments, end)));
    for (int i = 0; i < PUBLISHERS; i++) {
      int publisher = i;
      work.add(inThread(() -> publish(publisher, publishing.get(publisher), odd)));
    }
    work.forEach(CompletableFuture::join);
    assertThat(surprises).as(description()).isEmpty();
    return odd;
  }

  private static CompletableFuture<Void> inThread(Runnable work) {
    return CompletableFuture.runAsync(work, task -> Thread.ofVirtual().start(task));
  }

  private void restart(int[] moments, Runnable end) {
    for (int moment : moments) {
      Awaiting.poll("%d confirms, %s".formatted(moment, description()), () -> told() >= moment);
      int port = broker.address().getPort();
      end.run();
      Awaiting.poll("free port, " + description(), () -> startsAt(port));
    }
  }

  /** Starts a broker, unless the socket of one that was cut off is still on its way out. */
  private boolean startsAt(int port) {
    try {
      broker = BrokerFixture.builder().declare(TOPOLOGY).port(port).start();
      return true;
    } catch (BrokerException e) {
      assertThat(e).hasMessageContaining("Address already in use");
      return false;
    }
  }

  private int told() {
    return confirmed.stream().mapToInt(Set::size).sum() + unknown.get();
  }

  private void publish(int number, BbqClient client, boolean[] odd) {
    List<CompletableFuture<?>> published = new ArrayList<>();
    try (Publisher publisher = client.publisher()) {
      for (int i = 0; i < COUNT; i++) {
        int n = i;
        published.add(
            publisher
                .publish(EXCHANGE, odd[n] ? "odd" : "even", Message.of(number + ":" + n))
                .handle((done, failure) -> note(number, n, failure)));
      }
      CompletableFuture.allOf(published.toArray(CompletableFuture<?>[]::new)).join();
    }
  }

  private boolean note(int publisher, int number, Throwable failure) {
    return switch (failure) {
      case null -> confirmed.get(publisher).add(number);
      case OutcomeUnknownException notTold -> unknown.incrementAndGet() > 0;
      default -> surprises.add(failure);
    };
  }

  private void awaitArrival(String queue, int publisher, Set<Integer> wanted) {
    Awaiting.poll(
        "%s of %d, %s".formatted(queue, publisher, description()),
        () -> numbersOf(queue, publisher).containsAll(wanted));
  }

  private Set<Integer> numbersOf(String queue, int publisher) {
    Set<Integer> numbers = new HashSet<>();
    subscriptions.stream()
        .filter(subscription -> subscription.queue().equals(queue))
        .flatMap(subscription -> subscription.arrivals().stream())
        .filter(arrival -> arrival.publisher() == publisher)
        .forEach(arrival -> numbers.add(arrival.number()));
    return numbers;
  }

  private void assertNothingCameTwice() {
    Map<String, Set<Arrival>> seen = new HashMap<>();
    for (Subscribed subscription : subscriptions) {
      Set<Arrival> before = seen.computeIfAbsent(subscription.queue(), queue -> new HashSet<>());
      assertThat(subscription.arrivals().stream().filter(arrival -> !before.add(arrival)))
          .as("twice in %s, %s", subscription.queue(), description())
          .isEmpty();
    }
  }

  private void assertOrder() {
    for (Subscribed subscription : subscriptions) {
      int[] last = IntStream.generate(() -> -1).limit(PUBLISHERS).toArray();
      for (Arrival arrival : subscription.arrivals()) {
        assertThat(arrival.number())
            .as("next in %s, %s: %s", subscription.queue(), description(), arrival)
            .isGreaterThan(last[arrival.publisher()]);
        last[arrival.publisher()] = arrival.number();
      }
    }
  }

  private String description() {
    return "seed=%d, again=-Dbbq.seed=%d".formatted(seed, seed);
  }

  private void subscribe(String queue, BbqClient client) {
    Subscribed subscription = new Subscribed(queue, new ConcurrentLinkedQueue<>());
    subscriptions.add(subscription);
    var unused = client.subscribe(queue, subscription::take);
  }

  private BbqClient connect() {
    BbqClient client =
        BbqClient.connect(
            ClientOptions.builder()
                .server("127.0.0.1", broker.address().getPort())
                .tls(TestCertificates.client())
                .transport(Pair.chosen().client())
                .reconnect(
                    ReconnectPolicy.DEFAULT.withDelays(
                        Duration.ofMillis(10), Duration.ofMillis(200)))
                .build());
    clients.add(client);
    return client;
  }
}
