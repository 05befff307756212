// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bbq.api.BbqTimeoutException;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.ExchangeType;
import dev.bbq.api.MessageCounts;
import dev.bbq.api.QueueOptions;
import dev.bbq.api.RefusedException;
import dev.bbq.api.Topology;
import dev.bbq.api.Topology.BindingInfo;
import dev.bbq.api.Topology.ExchangeInfo;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Octets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TopologyClientTest {

  private final FakeBroker broker = new FakeBroker();
  private Client client;
  private FakeConnection connection;

  @BeforeEach
  void connect() {
    client = broker.connect(FakeBroker.options().requestTimeout(Duration.ofSeconds(5)).build());
    connection = broker.nextGreeted();
  }

  @AfterEach
  void end() {
    client.close(Duration.ZERO);
    broker.close();
  }

  @Test
  void shouldAskForEachChange() {
    FakeStream stream = streamAfterFirstAnswer();

    assertThat(asked(stream, t -> t.declareExchange("x", ExchangeType.TOPIC, true)))
        .isEqualTo(new Block.DeclareExchange("x", ExchangeType.TOPIC, true));
    assertThat(asked(stream, t -> t.declareQueue("q")))
        .isEqualTo(new Block.DeclareQueue("q", Octets.NONE));
    assertThat(asked(stream, t -> t.bind("q", "x", "k"))).isEqualTo(new Block.Bind("q", "x", "k"));
    assertThat(asked(stream, t -> t.unbind("q", "x", "k")))
        .isEqualTo(new Block.Unbind("q", "x", "k"));
    assertThat(asked(stream, t -> t.deleteExchange("x"))).isEqualTo(new Block.DeleteExchange("x"));
  }

  @Test
  void shouldReturnCounts() {
    FakeStream stream = streamAfterFirstAnswer();

    CompletableFuture<Long> purged = call(t -> t.purge("q"));
    assertThat(stream.nextRequest()).isEqualTo(new Block.Purge("q"));
    stream.send(new Block.Okay(3));
    assertThat(purged.join()).isEqualTo(3);

    CompletableFuture<Long> deleted = call(t -> t.deleteQueue("q"));
    assertThat(stream.nextRequest()).isEqualTo(new Block.DeleteQueue("q"));
    stream.send(new Block.Okay(4));
    assertThat(deleted.join()).isEqualTo(4);
  }

  @Test
  void shouldListWhatItemsSay() {
    FakeStream stream = streamAfterFirstAnswer();

    CompletableFuture<?> exchanges = call(Topology::exchanges);
    assertThat(stream.nextRequest()).isEqualTo(new Block.ListAll(Block.Kind.EXCHANGES));
    stream.send(new Block.ExchangeItem(new ExchangeInfo("x", ExchangeType.FANOUT, true, 7)));
    stream.send(new Block.Okay(1));
    assertThat(exchanges.join().toString())
        .isEqualTo("[ExchangeInfo[name=x, type=FANOUT, dropUnroutable=true, dropped=7]]");

    QueueInfo b =
        new QueueInfo(
            "b",
            QueueOptions.NONE,
            4,
            0,
            5,
            6,
            MessageCounts.of(19, 12, 7, 1, Map.of("new reason", 3L)));
    CompletableFuture<?> queues = call(Topology::queues);
    assertThat(stream.nextRequest()).isEqualTo(new Block.ListAll(Block.Kind.QUEUES));
    stream.send(
        new Block.QueueItem(new QueueInfo("a", QueueOptions.NONE, 1, 0, 2, 3, MessageCounts.NONE)));
    stream.send(new Block.QueueItem(b));
    stream.send(new Block.Okay(2));
    assertThat(queues.join())
        .isEqualTo(
            List.of(new QueueInfo("a", QueueOptions.NONE, 1, 0, 2, 3, MessageCounts.NONE), b));

    CompletableFuture<?> bindings = call(Topology::bindings);
    assertThat(stream.nextRequest()).isEqualTo(new Block.ListAll(Block.Kind.BINDINGS));
    stream.send(new Block.BindingItem(new BindingInfo("x", "q", "k")));
    stream.send(new Block.Okay(1));
    assertThat(bindings.join().toString())
        .isEqualTo("[BindingInfo[exchange=x, queue=q, routingKey=k]]");
  }

  @Test
  void shouldThrowBrokersRefusal() {
    FakeStream stream = streamAfterFirstAnswer();
    CompletableFuture<Long> purged = call(t -> t.purge("q"));

    stream.nextRequest();
    stream.send(new Block.Fail(ErrorCode.UNKNOWN_QUEUE, "no q"));

    assertThatThrownBy(purged::join)
        .cause()
        .isInstanceOf(RefusedException.class)
        .hasMessage("refused: code=UNKNOWN_QUEUE, reason=no q");
  }

  @Test
  void shouldAnswerPipelinedRequestsInOrder() {
    FakeStream stream = streamAfterFirstAnswer();
    CompletableFuture<Long> first = call(t -> t.purge("q"));
    stream.nextRequest();
    CompletableFuture<Long> second = call(t -> t.purge("q"));
    stream.nextRequest();

    stream.send(new Block.Okay(1));
    stream.send(new Block.Okay(2));

    assertThat(first.join()).isEqualTo(1);
    assertThat(second.join()).isEqualTo(2);
  }

  @Test
  void shouldTimeOutWhenThereIsNoAnswer() {
    Client impatient =
        broker.connect(FakeBroker.options().requestTimeout(Duration.ofMillis(50)).build());

    assertThatThrownBy(() -> impatient.topology().purge("slow"))
        .isInstanceOf(BbqTimeoutException.class)
        .hasMessage("no answer in time: doing=purge slow, connection=up, timeout=PT0.05S");
    impatient.close();
  }

  @Test
  void shouldFailWhatIsAskedWhenClientIsClosed() {
    CompletableFuture<Void> asking =
        CompletableFuture.runAsync(() -> client.topology().declareQueue("q"));
    connection.nextStream().nextRequest();

    client.close(Duration.ZERO);

    assertThatThrownBy(asking::join)
        .cause()
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void shouldMatchAnswersWhenEarlierCallHasGivenUp() throws InterruptedException {
    FakeStream stream = streamAfterFirstAnswer();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread impatient =
        Thread.ofVirtual()
            .start(() -> thrown.set(catchThrowable(() -> client.topology().purge("slow"))));
    stream.nextRequest();
    impatient.interrupt();
    impatient.join();
    assertThat(thrown.get())
        .isInstanceOf(BbqTimeoutException.class)
        .hasMessage("interrupted while waiting: doing=purge slow, connection=up");

    CompletableFuture<Long> second = call(t -> t.purge("q"));
    stream.nextRequest();
    stream.send(new Block.Okay(99));
    stream.send(new Block.Okay(2));

    assertThat(second.join()).isEqualTo(2);
  }

  @Test
  void shouldFailWhenConnectionIsLost() {
    FakeStream stream = streamAfterFirstAnswer();
    CompletableFuture<Long> purged = call(t -> t.purge("q"));
    stream.nextRequest();

    connection.lose(CloseCause.Kind.FAILURE, 0, "gone");

    assertThatThrownBy(purged::join)
        .cause()
        .isInstanceOf(ConnectionException.class)
        .hasMessage("connection lost: host=broker.test, port=6789, cause=gone");
  }

  @Test
  void shouldOpenNewStreamWhenBrokerHasEndedFormer() {
    FakeStream stream = streamAfterFirstAnswer();
    CompletableFuture<Long> purged = call(t -> t.purge("q"));
    stream.nextRequest();
    stream.send(new Block.Fail(ErrorCode.TOO_LARGE, "big"));
    stream.finishFromBroker();
    assertThatThrownBy(purged::join).hasRootCauseInstanceOf(RefusedException.class);
    connection.settle();

    CompletableFuture<Long> again = call(t -> t.purge("q"));
    FakeStream next = connection.nextStream();
    next.nextRequest();
    next.send(new Block.Okay(5));

    assertThat(again.join()).isEqualTo(5);
  }

  @Test
  void shouldRejectNamesThatAreNone() {
    Topology topology = client.topology();

    assertThatThrownBy(() -> topology.declareQueue(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name empty, too long or with control characters: field=queue, length=0");
    assertThatThrownBy(() -> topology.bind("q", "x\t", "k"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> topology.bind("q", "x", "k".repeat(256)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private FakeStream streamAfterFirstAnswer() {
    CompletableFuture<Long> first = call(t -> t.purge("first"));
    FakeStream stream = connection.nextStream();
    stream.nextRequest();
    stream.send(new Block.Okay(0));
    assertThat(first.join()).isZero();
    return stream;
  }

  private Block.Request asked(FakeStream stream, Consumer<Topology> call) {
    CompletableFuture<Void> done = CompletableFuture.runAsync(() -> call.accept(client.topology()));
    Block.Request request = stream.nextRequest();
    stream.send(new Block.Okay(0));
    done.join();
    return request;
  }

  private <T> CompletableFuture<T> call(Function<Topology, T> call) {
    return CompletableFuture.supplyAsync(() -> call.apply(client.topology()));
  }
}
