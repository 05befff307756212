// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.Message;
import dev.bbq.api.OutcomeUnknownException;
import dev.bbq.api.Publisher;
import dev.bbq.api.PublisherOptions;
import dev.bbq.api.RefusedException;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Reply;
import dev.bbq.api.wire.ReplyCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a publisher does with messages that the broker has refused for now. */
@Timeout(30)
final class HeldTest {

  private static final byte[] BLOCKED = ReplyCodec.encode(Reply.REFUSED, ErrorCode.BLOCKED, "full");
  private static final byte[] UNKNOWN =
      ReplyCodec.encode(Reply.UNKNOWN, ErrorCode.OUTCOME_UNKNOWN, "disk");

  private final FakeBroker broker = new FakeBroker();
  private final Client client = broker.connect();
  private final FakeConnection connection = broker.nextConnection();
  private final FakeStream control = connection.nextStream();

  @AfterEach
  void end() {
    client.close(Duration.ZERO);
    broker.close();
  }

  @Test
  void shouldSendAgainInOrderWhenTheBrokerSaysSo() {
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();
    CompletableFuture<Void> first = publisher.publish("", "q", Message.of("1"));
    CompletableFuture<Void> second = publisher.publish("", "q", Message.of("second"));
    int length = stream.nextBlock().payload().length;
    stream.nextBlock();
    control.send(new Block.Blocked(ErrorCode.BLOCKED, "full"));
    stream.send(BLOCKED);
    stream.send(BLOCKED);
    connection.settle();

    control.send(new Block.Unblocked());

    assertThat(stream.nextBlock().payload()).hasSize(length);
    assertThat(stream.nextBlock().payload()).hasSizeGreaterThan(length);
    stream.send((byte) 1, (byte) 1);
    assertThat(first).succeedsWithin(Duration.ofSeconds(10));
    assertThat(second).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void shouldSendAgainSoonWhenTheBrokerSaysNothing() {
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();
    CompletableFuture<Void> published = publisher.publish("", "q", Message.of("1"));
    stream.nextBlock();

    stream.send(BLOCKED);

    stream.nextBlock();
    stream.send((byte) 1);
    assertThat(published).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void shouldFailWhatHasMissedItsTurnAndGoOnWhenALaterOneIsKept() {
    shouldGoOn(new byte[] {1}, null);
  }

  @Test
  void shouldFailWhatHasMissedItsTurnAndGoOnWhenALaterOneMayBeKept() {
    shouldGoOn(UNKNOWN, OutcomeUnknownException.class);
  }

  private void shouldGoOn(
      byte[] replyToSecond, @Nullable Class<? extends Throwable> outcomeOfSecond) {
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();
    CompletableFuture<Void> first = publisher.publish("", "q", Message.of("1"));
    CompletableFuture<Void> second = publisher.publish("", "q", Message.of("2"));
    stream.nextBlock();
    stream.nextBlock();
    control.send(new Block.Blocked(ErrorCode.BLOCKED, "full"));
    stream.send(BLOCKED);
    connection.settle();
    CompletableFuture<Void> third = publisher.publish("", "q", Message.of("3"));
    control.send(new Block.Unblocked());
    connection.settle();
    assertThat(stream.isQuiet()).isTrue();

    stream.send(replyToSecond);

    stream.nextBlock();
    stream.send((byte) 1);
    assertThat(third).succeedsWithin(Duration.ofSeconds(10));
    assertThat(failure(first)).isInstanceOf(RefusedException.class);
    if (outcomeOfSecond == null) {
      assertThat(second).isCompletedWithValue(null);
    } else {
      assertThat(failure(second)).isInstanceOf(outcomeOfSecond);
    }
  }

  @Test
  void shouldNotOvertakeWhatMayYetBeRefused() {
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();
    CompletableFuture<Void> first = publisher.publish("", "q", Message.of("1"));
    int length = stream.nextBlock().payload().length;
    control.send(new Block.Blocked(ErrorCode.BLOCKED, "full"));
    connection.settle();
    CompletableFuture<Void> second = publisher.publish("", "q", Message.of("second"));
    control.send(new Block.Unblocked()); // overtakes the refusal, which is on another stream
    connection.settle();
    assertThat(stream.isQuiet()).isTrue();

    stream.send(BLOCKED);

    assertThat(stream.nextBlock().payload()).hasSize(length);
    stream.send((byte) 1);
    assertThat(first).succeedsWithin(Duration.ofSeconds(10));
    stream.nextBlock();
    stream.send((byte) 1);
    assertThat(second).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void shouldGoOnWhenAllThatMetABlockedBrokerIsKept() {
    Publisher publisher = client.publisher();
    FakeStream stream = connection.nextStream();
    CompletableFuture<Void> first = publisher.publish("", "q", Message.of("1"));
    stream.nextBlock();
    control.send(new Block.Blocked(ErrorCode.BLOCKED, "full"));
    control.send(new Block.Unblocked());
    connection.settle();
    CompletableFuture<Void> second = publisher.publish("", "q", Message.of("2"));
    connection.settle();
    assertThat(stream.isQuiet()).isTrue();

    stream.send((byte) 1);

    stream.nextBlock();
    stream.send((byte) 1);
    assertThat(first).isCompletedWithValue(null);
    assertThat(second).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void shouldLetGoOfAStreamThatWasAnsweredBeforeItsMessageWasWhole() {
    Publisher publisher = client.publisher(PublisherOptions.DEFAULT.withStreamPerMessage());
    connection.openFull(true);
    CompletableFuture<Void> published = publisher.publish("", "q", Message.of(new byte[300_000]));
    FakeStream early = connection.nextStream();
    connection.openFull(false);

    early.send(BLOCKED);

    FakeStream again = connection.nextStream();
    again.nextBlock();
    again.send((byte) 1);
    assertThat(published).succeedsWithin(Duration.ofSeconds(10));
    assertThat(early.next()).isEqualTo(new FakeStream.Reset(ErrorCode.CANCELLED.number()));
  }

  private static Throwable failure(CompletableFuture<?> future) {
    return future.handle((value, failure) -> failure).orTimeout(10, TimeUnit.SECONDS).join();
  }
}
