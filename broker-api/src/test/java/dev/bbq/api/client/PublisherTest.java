// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.BbqTimeoutException;
import dev.bbq.api.ClosedException;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.Message;
import dev.bbq.api.MessageProperties;
import dev.bbq.api.OutcomeUnknownException;
import dev.bbq.api.Publisher;
import dev.bbq.api.PublisherOptions;
import dev.bbq.api.RefusedException;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.wire.PropertiesCodec;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.Reply;
import dev.bbq.api.wire.ReplyCodec;
import dev.bbq.api.wire.SendLayout;
import dev.bbq.api.wire.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PublisherTest {

  private static final Message BODY = Message.of("body");
  private static final String SERVER = "host=broker.test, port=6789";

  private final FakeBroker broker = new FakeBroker();
  private Client client;
  private FakeConnection connection;

  @BeforeEach
  void connect() {
    client = broker.connect();
    connection = broker.nextGreeted();
  }

  @AfterEach
  void end() {
    client.close(Duration.ZERO);
    broker.close();
  }

  @Test
  void shouldSendAllFieldsOfMessage() throws ProtocolException {
    MessageProperties properties = MessageProperties.builder().messageId("m").build();

    client.publisher().publish("x", "kéy", BODY.with(properties));

    FakeStream.Sent sent = connection.nextStream().nextBlock();
    assertThat(sent.tag()).isEqualTo(Tag.SEND);
    SendLayout layout = new SendLayout(1 << 20);
    layout.parse(sent.payload(), 0);
    assertThat(text(layout, layout.exchangeStart(), layout.exchangeLength())).isEqualTo("x");
    assertThat(text(layout, layout.keyStart(), layout.keyLength())).isEqualTo("kéy");
    assertThat(text(layout, layout.bodyStart(), layout.bodyLength())).isEqualTo("body");
    assertThat(
            PropertiesCodec.decode(
                layout.payload(), layout.propertiesStart(), layout.propertiesLength()))
        .isEqualTo(properties);
  }

  @Test
  void shouldLeavePropertiesOutWhenThereAreNone() throws ProtocolException {
    client.publisher().publish("", "q", BODY);

    SendLayout layout = new SendLayout(1 << 20);
    layout.parse(connection.nextStream().nextBlock().payload(), 0);
    assertThat(layout.hasProperties()).isFalse();
  }

  @Test
  void shouldUseAddressOfEachMessage() throws ProtocolException {
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();

    publisher.publish("", "one", BODY);
    publisher.publish("", "two", BODY);
    publisher.publish("", "one", BODY);

    assertThat(List.of(keyOf(stream), keyOf(stream), keyOf(stream)))
        .containsExactly("one", "two", "one");
  }

  @Test
  void shouldSendLargeMessageInPiecesAsStreamTakesThem() throws ProtocolException {
    byte[] body = new byte[300_000];
    new Random(7).nextBytes(body);
    MessageProperties properties =
        MessageProperties.builder().header("h", "v".repeat(65_000)).build();
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();
    stream.writable(false);

    publisher.publish("x", "k", Message.of(body).with(properties));
    publisher.publish("x", "k", BODY);
    assertThat(stream.isQuiet()).isTrue();
    stream.writable(true);

    SendLayout layout = new SendLayout(1 << 20);
    layout.parse(stream.nextBlock().payload(), 0);
    assertThat(
            Arrays.copyOfRange(
                layout.payload(), layout.bodyStart(), layout.bodyStart() + layout.bodyLength()))
        .isEqualTo(body);
    assertThat(
            PropertiesCodec.decode(
                layout.payload(), layout.propertiesStart(), layout.propertiesLength()))
        .isEqualTo(properties);
    layout.parse(stream.nextBlock().payload(), 0);
    assertThat(layout.bodyLength()).isEqualTo(BODY.size());
  }

  @Test
  void shouldGoOnWithHalfWrittenMessageWhenStreamTakesMoreAgain() throws ProtocolException {
    byte[] body = new byte[500_000];
    new Random(8).nextBytes(body);
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();
    stream.writableForFlushes(2);

    publisher.publish("x", "k", Message.of(body));
    assertThat(stream.isQuiet()).isTrue();
    stream.writableForFlushes(2);
    assertThat(stream.isQuiet()).isTrue();
    stream.writable(true);

    SendLayout layout = new SendLayout(1 << 20);
    layout.parse(stream.nextBlock().payload(), 0);
    assertThat(
            Arrays.copyOfRange(
                layout.payload(), layout.bodyStart(), layout.bodyStart() + layout.bodyLength()))
        .isEqualTo(body);
  }

  @Test
  void shouldCompleteOldestFirstWhenConfirmed() {
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();
    List<CompletableFuture<Void>> futures = publish(publisher, 3);
    awaitBlocks(stream, 3);

    stream.send((byte) 1, (byte) 1);
    connection.settle();

    assertThat(futures).extracting(CompletableFuture::isDone).containsExactly(true, true, false);
  }

  @Test
  void shouldFailOnlyTheOneThatIsRefused() {
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();
    List<CompletableFuture<Void>> futures = publish(publisher, 2);
    awaitBlocks(stream, 2);

    stream.send(ReplyCodec.encode(Reply.REFUSED, ErrorCode.QUEUE_FULL, "full"));
    stream.send((byte) 1);

    assertThat(failure(futures.get(0)))
        .isInstanceOf(RefusedException.class)
        .hasMessage("refused: code=QUEUE_FULL, reason=full");
    assertThat(futures.get(1).join()).isNull();
  }

  @Test
  void shouldFailAsUnknownWhenBrokerSaysSo() {
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();
    CompletableFuture<Void> published = publisher.publish("", "q", BODY);
    stream.nextBlock();

    stream.send(ReplyCodec.encode(Reply.UNKNOWN, ErrorCode.OUTCOME_UNKNOWN, "disk"));

    assertThat(failure(published))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessage("outcome unknown: code=OUTCOME_UNKNOWN, reason=disk");
  }

  @Test
  void shouldFailLaterOnesAsNotKeptWhenBrokerEndsStream() {
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();
    List<CompletableFuture<Void>> futures = publish(publisher, 3);
    awaitBlocks(stream, 3);

    stream.send((byte) 1);
    stream.send(ReplyCodec.encode(Reply.ENDED, ErrorCode.TOO_LARGE, "big"));

    assertThat(futures.get(0).join()).isNull();
    assertThat(failure(futures.get(1)))
        .isInstanceOf(RefusedException.class)
        .hasMessage("refused: code=TOO_LARGE, reason=big");
    assertThat(failure(futures.get(2)))
        .isInstanceOf(ConnectionException.class)
        .hasMessage("not kept: reason=publisher ended by the broker: code=TOO_LARGE, reason=big");
  }

  @Test
  void shouldFailFurtherPublishesWhenBrokerHasEndedStream() {
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();
    CompletableFuture<Void> first = publisher.publish("", "q", BODY);
    stream.nextBlock();
    stream.send(ReplyCodec.encode(Reply.ENDED, ErrorCode.TOO_LARGE, "big"));
    assertThat(failure(first)).isInstanceOf(RefusedException.class);

    assertThat(failure(publisher.publish("", "q", BODY)))
        .isInstanceOf(ConnectionException.class)
        .hasMessage("not sent: reason=publisher ended by the broker: code=TOO_LARGE, reason=big");
  }

  @Test
  void shouldFailSentAsUnknownAndOthersAsNotSentWhenConnectionIsLost() {
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();
    CompletableFuture<Void> sent = publisher.publish("", "q", BODY);
    stream.nextBlock();
    stream.writable(false);
    CompletableFuture<Void> waiting = publisher.publish("", "q", BODY);

    connection.lose(CloseCause.Kind.IDLE_TIMEOUT, 0, "");

    String cause = "connection lost: " + SERVER + ", cause=nothing heard from the broker";
    assertThat(failure(sent))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessage("no answer: reason=" + cause);
    assertThat(failure(waiting))
        .isInstanceOf(ConnectionException.class)
        .hasMessage("not sent: reason=" + cause);
    assertThat(failure(publisher.publish("", "q", BODY)))
        .isInstanceOf(ConnectionException.class)
        .hasMessage("not sent: reason=" + cause);
  }

  @Test
  void shouldFailSentAsUnknownWhenBrokerResetsStream() {
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();
    CompletableFuture<Void> sent = publisher.publish("", "q", BODY);
    stream.nextBlock();

    stream.resetFromBroker(ErrorCode.NO_PROGRESS.number());

    assertThat(failure(sent))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessage("no answer: reason=broker aborted the stream: code=NO_PROGRESS, " + SERVER);
    assertThat(stream.next()).isInstanceOf(FakeStream.Reset.class);
  }

  @Test
  void shouldStillTakeRepliesWhenBrokerStopsStream() {
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();
    CompletableFuture<Void> sent = publisher.publish("", "q", BODY);
    stream.nextBlock();

    stream.stopFromBroker(ErrorCode.TOO_LARGE.number());

    assertThat(failure(publisher.publish("", "q", BODY)))
        .isInstanceOf(ConnectionException.class)
        .hasMessage("not sent: reason=publisher stopped by the broker: code=TOO_LARGE, " + SERVER);
    stream.send((byte) 1);
    assertThat(sent.join()).isNull();
  }

  @Test
  void shouldAbortStreamWhenThereAreMoreRepliesThanMessages() {
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();
    CompletableFuture<Void> sent = publisher.publish("", "q", BODY);
    stream.nextBlock();

    stream.send((byte) 1, (byte) 1);

    assertThat(failure(sent)).isInstanceOf(OutcomeUnknownException.class);
    assertThat(stream.next()).isEqualTo(new FakeStream.Reset(ErrorCode.UNEXPECTED_TAG.number()));
    assertThat(stream.next())
        .isEqualTo(new FakeStream.StoppedReading(ErrorCode.UNEXPECTED_TAG.number()));
  }

  @Test
  void shouldScheduleOneTaskForBurst() {
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();
    CompletableFuture<Void> held = connection.hold();
    int before = connection.executed();

    publish(publisher, 500);

    assertThat(connection.executed()).isEqualTo(before + 1);
    held.complete(null);
    awaitBlocks(stream, 500);
    assertThat(stream.writes()).isEqualTo(1);
  }

  @Test
  void shouldReturnEmptyFromTryPublishWhileWindowIsFull() {
    Publisher publisher = client.publisher(PublisherOptions.DEFAULT.withWindow(1));
    FakeStream stream = connection.nextStream();
    CompletableFuture<Void> first = publisher.tryPublish("", "q", BODY).orElseThrow();
    stream.nextBlock();

    assertThat(publisher.tryPublish("", "q", BODY)).isEmpty();
    stream.send((byte) 1);
    assertThat(first.join()).isNull();

    assertThat(publisher.tryPublish("", "q", BODY)).isPresent();
  }

  @Test
  void shouldGiveRoomBeforeFutureCompletes() {
    Publisher publisher = client.publisher(PublisherOptions.DEFAULT.withWindow(1));
    FakeStream stream = connection.nextStream();
    CompletableFuture<Boolean> hadRoom =
        publisher
            .publish("", "q", BODY)
            .thenApply(nothing -> publisher.tryPublish("", "q", BODY).isPresent());

    stream.nextBlock();
    stream.send((byte) 1);

    assertThat(hadRoom.join()).isTrue();
    assertThat(stream.nextBlock().tag()).isEqualTo(Tag.SEND);
  }

  @Test
  void shouldWaitForRoomWhenWindowIsFull() {
    Publisher publisher = client.publisher(PublisherOptions.DEFAULT.withWindow(1));
    FakeStream stream = connection.nextStream();
    publisher.publish("", "q", BODY);
    stream.nextBlock();
    CompletableFuture<CompletableFuture<Void>> second =
        CompletableFuture.supplyAsync(() -> publisher.publish("", "q", BODY));

    assertThat(stream.isQuiet()).isTrue();
    stream.send((byte) 1);
    stream.nextBlock();
    stream.send((byte) 1);

    assertThat(second.join().join()).isNull();
  }

  @Test
  void shouldTimeOutWhenWindowStaysFull() {
    Publisher publisher =
        client.publisher(PublisherOptions.DEFAULT.withWindow(1).withMaxWait(Duration.ofMillis(20)));
    publisher.publish("", "q", BODY);

    assertThatThrownBy(() -> publisher.publish("", "q", BODY))
        .isInstanceOf(BbqTimeoutException.class)
        .hasMessage(
            "window full: windowMessages=1, windowBytes=16777216, waitedMs=20, connection=up");
  }

  @Test
  void shouldReleaseWaitersWhenConnectionIsLost() {
    Publisher publisher = client.publisher(PublisherOptions.DEFAULT.withWindow(1));
    FakeStream stream = connection.nextStream();
    publisher.publish("", "q", BODY);
    stream.nextBlock();
    CompletableFuture<CompletableFuture<Void>> second =
        CompletableFuture.supplyAsync(() -> publisher.publish("", "q", BODY));

    connection.lose(CloseCause.Kind.FAILURE, 0, "gone");

    assertThat(failure(second.join()))
        .isInstanceOf(ConnectionException.class)
        .hasMessage("not sent: reason=connection lost: " + SERVER + ", cause=gone");
  }

  @Test
  void shouldRejectMessageThatIsTooLarge() {
    Publisher publisher = client.publisher();

    assertThatThrownBy(() -> publisher.publish("", "q", Message.of(new byte[(1 << 20) + 1])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("message too large: length=1048577, limit=1048576");
  }

  @Test
  void shouldRejectNamesThatAreNone() {
    Publisher publisher = client.publisher();

    assertThatThrownBy(() -> publisher.publish("x".repeat(256), "k", BODY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name empty, too long or with control characters: field=exchange, length=256");
    assertThatThrownBy(() -> publisher.publish("x", "k\n", BODY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name empty, too long or with control characters: field=routing key, length=2");
  }

  @Test
  void shouldFinishStreamWhenClosedAndAnswered() {
    Publisher publisher = client.publisher(PublisherOptions.DEFAULT.withWindow(1));
    FakeStream stream = connection.nextStream();
    CompletableFuture<Void> published = publisher.publish("", "q", BODY);
    stream.nextBlock();
    CompletableFuture<Boolean> closing =
        CompletableFuture.supplyAsync(() -> publisher.close(Duration.ofSeconds(10)));
    Eventually.holds(() -> isClosed(publisher));
    assertThat(stream.isQuiet()).isTrue();

    stream.send((byte) 1);

    assertThat(closing.join()).isTrue();
    assertThat(published).isCompleted();
    assertThat(stream.next()).isEqualTo(new FakeStream.Finished());
  }

  @Test
  void shouldFinishAtOnceWhenClosedWithNothingOnTheWay() {
    Publisher publisher = client.publisher();

    assertThat(publisher.close(Duration.ofSeconds(10))).isTrue();

    assertThat(connection.nextStream().next()).isEqualTo(new FakeStream.Finished());
  }

  @Test
  void shouldFailUnansweredWhenTimeToCloseHasPassed() {
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();
    CompletableFuture<Void> sent = publisher.publish("", "q", BODY);
    stream.nextBlock();
    stream.writable(false);
    CompletableFuture<Void> waiting = publisher.publish("", "q", BODY);

    assertThat(publisher.close(Duration.ofMillis(20))).isFalse();

    String why = "publisher closed before the broker had answered";
    assertThat(failure(sent))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessage("no answer: reason=" + why);
    assertThat(failure(waiting))
        .isInstanceOf(ConnectionException.class)
        .hasMessage("not sent: reason=" + why);
    assertThat(stream.next()).isEqualTo(new FakeStream.Reset(ErrorCode.CANCELLED.number()));
  }

  @Test
  void shouldTellThatNotAllWereAnsweredWhenConnectionWasLost() {
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();
    CompletableFuture<Void> sent = publisher.publish("", "q", BODY);
    stream.nextBlock();
    connection.lose(CloseCause.Kind.FAILURE, 0, "gone");
    assertThat(failure(sent)).isInstanceOf(OutcomeUnknownException.class);

    assertThat(publisher.close(Duration.ofSeconds(10))).isFalse();
  }

  @Test
  void shouldWaitForTheNextConnectionWhenClosedInAnOutage() {
    Client patient = broker.connect(FakeBroker.reconnecting().build());
    FakeConnection first = broker.nextGreeted();
    Publisher publisher = patient.publisher();
    broker.greets(); // nothing: the next connection does not come up
    first.lose(CloseCause.Kind.IDLE_TIMEOUT, 0, "");
    FakeConnection second = broker.nextConnection();
    CompletableFuture<Void> published = publisher.publish("", "q", BODY);
    CompletableFuture<Boolean> closing =
        CompletableFuture.supplyAsync(() -> publisher.close(Duration.ofSeconds(10)));

    second.nextStream().send(FakeBroker.WELCOME);

    FakeStream stream = second.nextStream();
    stream.nextBlock();
    stream.send((byte) 1);
    assertThat(closing.join()).isTrue();
    assertThat(published).isCompleted();
    assertThat(stream.next()).isEqualTo(new FakeStream.Finished());
    patient.close(Duration.ZERO);
  }

  @Test
  void shouldFailWhatWaitsForAConnectionWhenTimeToCloseHasPassed() {
    Client patient = broker.connect(FakeBroker.reconnecting().build());
    FakeConnection first = broker.nextGreeted();
    Publisher publisher = patient.publisher();
    broker.deaf();
    first.lose(CloseCause.Kind.IDLE_TIMEOUT, 0, "");
    first.awaitClosed();
    CompletableFuture<Void> published = publisher.publish("", "q", BODY);

    assertThat(publisher.close(Duration.ofMillis(20))).isFalse();

    assertThat(failure(published))
        .isInstanceOf(ConnectionException.class)
        .hasMessage("not sent: reason=publisher closed before the broker had answered");
    patient.close(Duration.ZERO);
  }

  @Test
  void shouldRefuseMessagesWhenClosed() {
    Publisher publisher = client.publisher();
    publisher.close();

    assertThatThrownBy(() -> publisher.publish("", "q", BODY))
        .isInstanceOf(ClosedException.class)
        .hasMessage("publisher closed");
    assertThatThrownBy(() -> publisher.tryPublish("", "q", BODY))
        .isInstanceOf(ClosedException.class);
  }

  @Test
  void shouldReleaseWaitersWhenClosed() {
    Publisher publisher = client.publisher(PublisherOptions.DEFAULT.withWindow(1));
    publisher.publish("", "q", BODY);
    connection.nextStream().nextBlock();
    CompletableFuture<CompletableFuture<Void>> waiting =
        CompletableFuture.supplyAsync(() -> publisher.publish("", "q", BODY));

    publisher.close(Duration.ofMillis(20));

    assertThatThrownBy(waiting::join).hasRootCauseInstanceOf(ClosedException.class);
  }

  @Test
  void shouldWaitForStreamCreditWhenOpened() {
    connection.allowStreams(0);
    CompletableFuture<Publisher> opening = CompletableFuture.supplyAsync(client::publisher);
    assertThat(connection.isQuiet()).isTrue();

    connection.allowStreams(1);

    assertThat(opening.join()).isNotNull();
  }

  @Test
  void shouldTimeOutWhenThereIsNoStreamCredit() {
    Client impatient =
        broker.connect(FakeBroker.options().requestTimeout(Duration.ofMillis(50)).build());
    broker.nextGreeted().allowStreams(0);

    assertThatThrownBy(impatient::publisher)
        .isInstanceOf(BbqTimeoutException.class)
        .hasMessage("no answer in time: doing=open a publisher, connection=up, timeout=PT0.05S");
    assertThat(impatient.close(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void shouldFailWhenConnectionIsLostBeforeStreamIsOpened() {
    connection.allowStreams(0);
    connection.settle();
    CompletableFuture<Publisher> opening = CompletableFuture.supplyAsync(client::publisher);
    Eventually.holds(() -> connection.executed() >= 2);

    connection.lose(CloseCause.Kind.PEER, ErrorCode.INTERNAL.number(), "oops");

    assertThatThrownBy(opening::join)
        .cause()
        .isInstanceOf(ConnectionException.class)
        .hasMessage(
            "connection lost: "
                + SERVER
                + ", cause=closed by the broker, code=INTERNAL,"
                + " reason=oops");
  }

  private static List<CompletableFuture<Void>> publish(Publisher publisher, int count) {
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      futures.add(publisher.publish("", "q", BODY));
    }
    return futures;
  }

  private static void awaitBlocks(FakeStream stream, int count) {
    for (int i = 0; i < count; i++) {
      stream.nextBlock();
    }
  }

  private static String keyOf(FakeStream stream) throws ProtocolException {
    SendLayout layout = new SendLayout(1 << 20);
    layout.parse(stream.nextBlock().payload(), 0);
    return text(layout, layout.keyStart(), layout.keyLength());
  }

  private static String text(SendLayout layout, int from, int length) {
    return new String(layout.payload(), from, length, StandardCharsets.UTF_8);
  }

  private static Throwable failure(CompletableFuture<?> future) {
    return future.handle((value, failure) -> failure).orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static boolean isClosed(Publisher full) {
    try {
      assertThat(full.tryPublish("", "q", BODY)).isEmpty();
      return false;
    } catch (ClosedException e) {
      return true;
    }
  }
}
