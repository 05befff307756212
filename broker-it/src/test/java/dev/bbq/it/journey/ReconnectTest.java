// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.ClosedException;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.ConnectionListener;
import dev.bbq.api.ConnectionPurpose;
import dev.bbq.api.ConnectionState;
import dev.bbq.api.Credit;
import dev.bbq.api.Delivery;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.ExchangeType;
import dev.bbq.api.Message;
import dev.bbq.api.OutcomeUnknownException;
import dev.bbq.api.Publisher;
import dev.bbq.api.PublisherOptions;
import dev.bbq.api.Receiver;
import dev.bbq.api.ReconnectPolicy;
import dev.bbq.api.Subscription;
import dev.bbq.api.Topology;
import dev.bbq.api.Topology.BindingInfo;
import dev.bbq.api.Topology.ExchangeInfo;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.core.Broker;
import dev.bbq.core.BrokerLimits;
import dev.bbq.core.Declarations;
import dev.bbq.it.support.Awaiting;
import dev.bbq.it.support.BrokerFixture;
import dev.bbq.it.support.ControlledStoreProvider;
import dev.bbq.it.support.Pair;
import dev.bbq.it.support.TestCertificates;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client does, and tells, when its broker goes and comes back. */
@Tag("matrix")
@Timeout(value = 90, unit = TimeUnit.SECONDS)
final class ReconnectTest {

  private static final String QUEUE = "orders";
  private static final Message BODY = Message.of("body");
  private static final Duration A_MOMENT = Duration.ofMillis(200);

  private final Queue<ConnectionState> publishing = new ConcurrentLinkedQueue<>();
  private Broker broker;
  private BbqClient client;

  @BeforeEach
  void start() {
    broker = BrokerFixture.builder().start();
  }

  @AfterEach
  void stop() {
    if (client != null) {
      client.close();
    }
    broker.close();
  }

  @Test
  void shouldTellEachChangeOfStateInOrder() {
    connect(options());
    restart();
    awaitUp();
    client.close();

    Awaiting.poll("the end", () -> last() instanceof ConnectionState.Closed);
    assertThat(kinds())
        .containsExactly(
            ConnectionState.Connected.class,
            ConnectionState.Reconnecting.class,
            ConnectionState.Connected.class,
            ConnectionState.Closed.class);
  }

  @Test
  void shouldGoOnWhenTheListenerThrows() {
    ConnectionListener throwing =
        (connection, state) -> {
          note(connection, state);
          throw new IllegalStateException("listener of a test");
        };
    connect(options().listener(throwing));
    restart();
    awaitUp();

    client.topology().declareQueue(QUEUE);
    assertThat(client.publisher().publish("", QUEUE, BODY)).succeedsWithin(Awaiting.LONGEST_WAIT);
    Awaiting.poll("the last state", () -> last() instanceof ConnectionState.Connected);
    assertThat(kinds()).hasSize(3);
  }

  @Test
  void shouldGiveUpWhenTheOutageIsTooLong() throws InterruptedException {
    connect(options().reconnect(soon().withMaxOutage(Duration.ofSeconds(1))));
    client.topology().declareQueue(QUEUE);
    Publisher publisher = client.publisher();
    Receiver receiver = client.receiver(QUEUE);
    Subscription subscription = client.subscribe(QUEUE, delivery -> {});
    broker.close();
    awaitLoss();
    CompletableFuture<Void> waiting = publisher.publish("", QUEUE, BODY);

    String gaveUp = "gave up to reconnect: outage=PT1S, reason=";
    assertThatThrownBy(waiting::join)
        .cause()
        .isInstanceOf(ConnectionException.class)
        .hasMessageStartingWith("not sent: reason=" + gaveUp);
    assertThatThrownBy(() -> receiver.receive(Awaiting.LONGEST_WAIT))
        .isInstanceOf(ConnectionException.class)
        .hasMessageStartingWith(gaveUp);
    assertThatThrownBy(() -> subscription.ended().join())
        .cause()
        .isInstanceOf(ConnectionException.class)
        .hasMessageStartingWith(gaveUp);
    assertThatThrownBy(() -> publisher.publish("", QUEUE, BODY).join())
        .cause()
        .isInstanceOf(ConnectionException.class);
    assertThat(client.state(ConnectionPurpose.PUBLISHING))
        .isInstanceOf(ConnectionState.Closed.class);
  }

  @Test
  void shouldDeclareAgainWhatItDeclaredAndNotWhatItDeleted() {
    connect(options());
    Topology topology = client.topology();
    topology.declareExchange("kept", ExchangeType.TOPIC, true);
    topology.declareExchange("gone", ExchangeType.FANOUT);
    topology.declareQueue("kept");
    topology.declareQueue("gone");
    topology.bind("kept", "kept", "a.#");
    topology.bind("kept", "kept", "b.#");
    topology.bind("kept", "gone", "");
    topology.bind("gone", "kept", "c.#");
    topology.unbind("kept", "kept", "b.#");
    topology.deleteExchange("gone");
    topology.deleteQueue("gone");
    restart();
    awaitUp();

    assertThat(topology.exchanges())
        .containsExactly(new ExchangeInfo("kept", ExchangeType.TOPIC, true, 0));
    assertThat(topology.queues()).extracting(QueueInfo::name).containsExactly("kept");
    assertThat(topology.bindings()).containsExactly(new BindingInfo("kept", "kept", "a.#"));
  }

  @Test
  void shouldTellWhatItCouldNotDeclareAgain() {
    connect(options());
    client.topology().declareExchange("x", ExchangeType.TOPIC);
    client.topology().declareQueue(QUEUE);
    restart(
        BrokerFixture.builder()
            .declare(
                new Declarations(
                    List.of(new Declarations.Exchange("x", ExchangeType.FANOUT, false)),
                    List.of(),
                    List.of())));
    awaitUp();

    assertThat(client.state(ConnectionPurpose.PUBLISHING))
        .isEqualTo(
            new ConnectionState.Connected(
                List.of(
                    "declare exchange x: code=DECLARED_DIFFERENTLY, reason=exchange is there, but"
                        + " different: exchange=x, type=FANOUT, dropUnroutable=false,"
                        + " wantedType=TOPIC, wantedDropUnroutable=false")));
    assertThat(client.topology().queues()).extracting(QueueInfo::name).containsExactly(QUEUE);
  }

  @Test
  void shouldEndForGoodWhenTheBrokerTrustsThisClientNoMore() {
    connect(options());
    client.topology().declareQueue(QUEUE);
    Publisher publisher = client.publisher();
    TlsConfig server = TestCertificates.server();
    List<X509Certificate> others = TestCertificates.stranger().chain();
    restart(
        BrokerFixture.builder()
            .tls(
                new TlsConfig(
                    server.chain(),
                    server.key(),
                    others.subList(others.size() - 1, others.size()))));

    Awaiting.poll("the end", () -> last() instanceof ConnectionState.Closed);
    assertThatThrownBy(() -> publisher.publish("", QUEUE, BODY).join())
        .cause()
        .isInstanceOfSatisfying(
            ConnectionException.class,
            e -> assertThat(e.kind()).isEqualTo(ConnectionException.Kind.CERTIFICATE))
        .hasMessageContaining("broker refused this client's certificate: host=127.0.0.1");
  }

  @Test
  void shouldTellThatTheBrokerBlocksAndWhyUntilItDoesNot() {
    BrokerFixture.assumeBacklogFillsHeap();
    broker.close();
    double share = (double) (4 << 20) / Runtime.getRuntime().maxMemory();
    broker = BrokerFixture.builder().limits(BrokerLimits.DEFAULT.withMemoryShare(share)).start();
    connect(options());
    client.topology().declareQueue(QUEUE);
    // Less on the way than the broker can hold.
    Publisher publisher = client.publisher(PublisherOptions.DEFAULT.withWindowBytes(1 << 20));
    List<CompletableFuture<Void>> confirms = new ArrayList<>();
    while (!(client.state(ConnectionPurpose.PUBLISHING) instanceof ConnectionState.Blocked)) {
      publisher
          .tryPublish("", QUEUE, Message.of(new byte[50_000]))
          .ifPresentOrElse(confirms::add, Thread::onSpinWait);
    }
    assertThat(client.state(ConnectionPurpose.PUBLISHING))
        .isInstanceOfSatisfying(
            ConnectionState.Blocked.class,
            blocked -> {
              assertThat(blocked.code()).isEqualTo(ErrorCode.BLOCKED);
              assertThat(blocked.reason()).contains("memory");
            });

    Subscription consumer = client.subscribe(QUEUE, delivery -> {});

    assertThat(CompletableFuture.allOf(confirms.toArray(CompletableFuture<?>[]::new)))
        .succeedsWithin(Awaiting.LONGEST_WAIT);
    Awaiting.poll("unblocked", () -> last() instanceof ConnectionState.Connected);
    consumer.close();
    assertThat(publishing).anyMatch(ConnectionState.Blocked.class::isInstance);
  }

  @Test
  void shouldBringReceiversBackWithTheirCredit() throws InterruptedException {
    connect(options());
    client.topology().declareQueue(QUEUE);
    Receiver receiver = client.receiver(QUEUE, new Credit(2, 1 << 20));
    broker.close();
    awaitLoss();
    assertThat(receiver.receive(A_MOMENT)).isEmpty();
    int port = broker.address().getPort();
    broker = BrokerFixture.builder().port(port).start();
    awaitUp();
    Publisher publisher = client.publisher();
    for (int i = 0; i < 5; i++) {
      assertThat(publisher.publish("", QUEUE, BODY)).succeedsWithin(Awaiting.LONGEST_WAIT);
    }

    Awaiting.poll("the credit to be used", () -> queue().unacked() == 2);
    assertThat(queue().ready()).isEqualTo(3);
    for (int i = 0; i < 5; i++) {
      JourneyTest.next(receiver).ack();
    }
    Awaiting.poll("all acked", () -> queue().unacked() + queue().ready() == 0);
  }

  @Test
  void shouldHaveNoEffectToSettleWhatCameBeforeTheLoss() {
    connect(options());
    client.topology().declareQueue(QUEUE);
    Receiver receiver = client.receiver(QUEUE);
    Publisher publisher = client.publisher();
    publisher.publish("", QUEUE, Message.of("before")).join();
    Delivery before = JourneyTest.next(receiver);
    assertThat(broker.close(Duration.ofMillis(100))).isFalse();
    int port = broker.address().getPort();
    broker = BrokerFixture.builder().port(port).start();
    publisher.publish("", QUEUE, Message.of("after")).join();
    Delivery after = JourneyTest.next(receiver);

    before.ack();

    assertThat(before.lost()).isTrue();
    assertThat(after.lost()).isFalse();
    assertThat(after.message().text()).isEqualTo("after");
    assertThat(queue().unacked()).isEqualTo(1);
    after.ack();
    Awaiting.poll("acked", () -> queue().unacked() == 0);
  }

  @Test
  void shouldCloseInTimeDuringAnOutageAndFailWhatWasNotSent() {
    connect(options());
    client.topology().declareQueue(QUEUE);
    Publisher publisher = client.publisher();
    Receiver receiver = client.receiver(QUEUE);
    broker.close();
    awaitLoss();
    CompletableFuture<Void> waiting = publisher.publish("", QUEUE, BODY);
    long fromNs = System.nanoTime();

    assertThat(client.close(Duration.ofSeconds(2))).isFalse();

    assertThat(Duration.ofNanos(System.nanoTime() - fromNs)).isLessThan(Duration.ofSeconds(10));
    assertThat(waiting)
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(ConnectionException.class)
        .withMessageStartingWith("not sent: reason=");
    assertThatThrownBy(() -> receiver.receive(A_MOMENT)).isInstanceOf(ClosedException.class);
  }

  @Test
  void shouldNotSendAgainWhatTheStoreFailedWith() {
    broker.close();
    try (ControlledStoreProvider.Started started = ControlledStoreProvider.start()) {
      BbqClient publishes = started.broker().client();
      publishes.topology().declareQueue(QUEUE);
      Publisher publisher = publishes.publisher(PublisherOptions.DEFAULT.withAtLeastOnce());
      started.store().fail();
      CompletableFuture<Void> failed = publisher.publish("", QUEUE, BODY);

      assertThatThrownBy(failed::join)
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageStartingWith("outcome unknown: code=OUTCOME_UNKNOWN, reason=");
      started.store().heal();
      assertThat(publisher.publish("", QUEUE, BODY)).succeedsWithin(Awaiting.LONGEST_WAIT);
    }
  }

  private ClientOptions.Builder options() {
    return ClientOptions.builder()
        .server("127.0.0.1", broker.address().getPort())
        .tls(TestCertificates.client())
        .transport(Pair.chosen().client())
        .closeTimeout(Duration.ofSeconds(5))
        .reconnect(soon())
        .listener(this::note);
  }

  private static ReconnectPolicy soon() {
    return ReconnectPolicy.DEFAULT.withDelays(Duration.ofMillis(10), Duration.ofMillis(100));
  }

  private void connect(ClientOptions.Builder options) {
    client = BbqClient.connect(options.build());
    Awaiting.poll("the first state", () -> !publishing.isEmpty());
  }

  private void note(ConnectionPurpose connection, ConnectionState state) {
    if (connection == ConnectionPurpose.PUBLISHING) {
      publishing.add(state);
    }
  }

  private void restart() {
    restart(BrokerFixture.builder());
  }

  private void restart(Broker.Builder next) {
    int port = broker.address().getPort();
    broker.close();
    awaitLoss();
    broker = next.port(port).start();
  }

  private void awaitLoss() {
    Awaiting.poll(
        "the loss",
        () ->
            publishing.stream().anyMatch(ConnectionState.Reconnecting.class::isInstance)
                && !(client.state(ConnectionPurpose.PUBLISHING)
                    instanceof ConnectionState.Connected));
  }

  private void awaitUp() {
    Awaiting.poll(
        "the way back",
        () ->
            client.state(ConnectionPurpose.PUBLISHING) instanceof ConnectionState.Connected
                && last() instanceof ConnectionState.Connected);
  }

  private ConnectionState last() {
    return List.copyOf(publishing).getLast();
  }

  /** Returns the kinds of the states so far; of those of one kind in a row just one. */
  private List<Class<?>> kinds() {
    List<Class<?>> kinds = new ArrayList<>();
    for (ConnectionState state : publishing) {
      if (kinds.isEmpty() || kinds.getLast() != state.getClass()) {
        kinds.add(state.getClass());
      }
    }
    return kinds;
  }

  private QueueInfo queue() {
    return broker.metrics().queues().stream()
        .filter(queue -> queue.name().equals(QUEUE))
        .findFirst()
        .orElseThrow();
  }
}
