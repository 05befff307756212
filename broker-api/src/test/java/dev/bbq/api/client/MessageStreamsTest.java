// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ConnectionException;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.Message;
import dev.bbq.api.OutcomeUnknownException;
import dev.bbq.api.Publisher;
import dev.bbq.api.PublisherOptions;
import dev.bbq.api.RefusedException;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.wire.Reply;
import dev.bbq.api.wire.ReplyCodec;
import dev.bbq.api.wire.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MessageStreamsTest {

  private static final Message BODY = Message.of("body");

  private final FakeBroker broker = new FakeBroker();
  private Client client;
  private FakeConnection connection;
  private Publisher publisher;

  @BeforeEach
  void connect() {
    client = broker.connect();
    connection = broker.nextGreeted();
    publisher = client.publisher(PublisherOptions.DEFAULT.withStreamPerMessage());
  }

  @AfterEach
  void end() {
    client.close(Duration.ZERO);
    broker.close();
  }

  @Test
  void shouldSendEachMessageAndItsEndInOneWrite() {
    publisher.publish("", "q", BODY);
    publisher.publish("", "q", BODY);

    for (int i = 0; i < 2; i++) {
      FakeStream stream = connection.nextStream();
      assertThat(stream.nextBlock().tag()).isEqualTo(Tag.SEND);
      assertThat(stream.next()).isEqualTo(new FakeStream.Finished());
      assertThat(stream.writes()).isEqualTo(1);
    }
  }

  @Test
  void shouldCompleteInWhateverOrderRepliesCome() {
    CompletableFuture<Void> first = publisher.publish("", "q", BODY);
    CompletableFuture<Void> second = publisher.publish("", "q", BODY);
    connection.nextStream();

    confirm(connection.nextStream());

    assertThat(second.join()).isNull();
    assertThat(first).isNotDone();
  }

  @Test
  void shouldMapRepliesToOutcomes() {
    assertThat(outcomeOf(Reply.REFUSED))
        .isInstanceOf(RefusedException.class)
        .hasMessage("refused: code=QUEUE_FULL, reason=why");
    assertThat(outcomeOf(Reply.ENDED)).isInstanceOf(RefusedException.class);
    assertThat(outcomeOf(Reply.UNKNOWN))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessage("outcome unknown: code=QUEUE_FULL, reason=why");
  }

  private Throwable outcomeOf(byte kind) {
    CompletableFuture<Void> published = publisher.publish("", "q", BODY);
    FakeStream stream = connection.nextStream();
    byte[] reply = ReplyCodec.encode(kind, ErrorCode.QUEUE_FULL, "why");
    for (byte piece : reply) {
      stream.send(piece);
    }
    return failure(published);
  }

  @Test
  void shouldFailAsUnknownWhenStreamEndsWithoutReply() {
    CompletableFuture<Void> published = publisher.publish("", "q", BODY);
    FakeStream stream = connection.nextStream();
    stream.nextBlock();

    stream.finishFromBroker();

    assertThat(failure(published))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessage("no answer: reason=broker ended the stream: host=broker.test, port=6789");
  }

  @Test
  void shouldOpenNextStreamOnlyWhenOneOfHundredHasGone() {
    for (int i = 0; i < 102; i++) {
      publisher.publish("", "q", BODY);
    }
    List<FakeStream> streams = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      streams.add(connection.nextStream());
    }
    assertThat(connection.isQuiet()).isTrue();

    confirm(streams.get(50));

    assertThat(connection.nextStream()).isNotNull();
    assertThat(connection.isQuiet()).isTrue();
  }

  @Test
  void shouldWaitForStreamCredit() {
    connection.allowStreams(1);
    CompletableFuture<Void> first = publisher.publish("", "q", BODY);
    CompletableFuture<Void> second = publisher.publish("", "q", BODY);
    confirm(connection.nextStream());
    assertThat(first.join()).isNull();
    assertThat(connection.isQuiet()).isTrue();

    connection.allowStreams(1);
    confirm(connection.nextStream());

    assertThat(second.join()).isNull();
  }

  @Test
  void shouldFailAllWhenConnectionIsLost() {
    connection.allowStreams(1);
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    for (int i = 0; i < 5000; i++) { // many more than a stack would bear if each failed the next
      futures.add(publisher.publish("", "q", BODY));
    }
    connection.nextStream().nextBlock();

    connection.lose(CloseCause.Kind.FAILURE, 0, "gone");

    assertThat(failure(futures.get(0))).isInstanceOf(OutcomeUnknownException.class);
    assertThat(futures.subList(1, 5000))
        .allSatisfy(future -> assertThat(failure(future)).isInstanceOf(ConnectionException.class));
  }

  @Test
  void shouldCloseWhenAllAreAnswered() {
    CompletableFuture<Void> published = publisher.publish("", "q", BODY);
    FakeStream stream = connection.nextStream();
    CompletableFuture<Boolean> closing =
        CompletableFuture.supplyAsync(() -> publisher.close(Duration.ofSeconds(10)));

    confirm(stream);

    assertThat(closing.join()).isTrue();
    assertThat(published).isCompleted();
  }

  @Test
  void shouldAbortStreamsWhenTimeToCloseHasPassed() {
    CompletableFuture<Void> published = publisher.publish("", "q", BODY);
    FakeStream stream = connection.nextStream();
    stream.nextBlock();
    assertThat(stream.next()).isEqualTo(new FakeStream.Finished());

    assertThat(publisher.close(Duration.ofMillis(20))).isFalse();

    assertThat(failure(published)).isInstanceOf(OutcomeUnknownException.class);
    assertThat(stream.next())
        .isEqualTo(new FakeStream.StoppedReading(ErrorCode.CANCELLED.number()));
  }

  private static void confirm(FakeStream stream) {
    stream.nextBlock();
    stream.send((byte) 1);
    stream.finishFromBroker();
  }

  private static Throwable failure(CompletableFuture<?> future) {
    return future.handle((value, failure) -> failure).orTimeout(10, TimeUnit.SECONDS).join();
  }
}
