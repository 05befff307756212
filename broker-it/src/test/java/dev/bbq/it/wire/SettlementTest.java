// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.wire;

import static dev.bbq.it.support.Bytes.block;
import static dev.bbq.it.support.Bytes.u64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.wire.Block;
import dev.bbq.it.support.Awaiting;
import dev.bbq.it.support.RawDelivery;
import dev.bbq.it.support.RawStream;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers that settle what they should not, or nothing at all. */
@Tag("pairs")
final class SettlementTest extends HostilePeerTest {

  private static final int MESSAGES = 100;
  private static final int ACK = 1;

  @BeforeEach
  void publish() {
    client.publishAll("", QUEUE, IntStream.range(0, MESSAGES).mapToObj(String::valueOf).toList());
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 1000, 0, Long.MAX_VALUE})
  void shouldRefuseToAckWhatWasNeverDelivered(long number) {
    RawStream consumer = client.consume(QUEUE, 1);
    consumer.takeDelivery();

    consumer.write(settle(ACK, number, number));

    assertThat(consumer.takeFailure()).isEqualTo(ErrorCode.UNKNOWN_DELIVERY);
    assertStillConsuming(consumer, 1, 0);
  }

  @Test
  void shouldRefuseToAckWhatIsAckedAlready() {
    RawStream consumer = client.consume(QUEUE, 2);
    consumer.takeDelivery();
    consumer.takeDelivery();
    consumer.write(settle(ACK, 1, 1));
    consumer.takeDelivery();

    consumer.write(settle(ACK, 1, 1));

    assertThat(consumer.takeFailure()).isEqualTo(ErrorCode.UNKNOWN_DELIVERY);
    assertStillConsuming(consumer, 3, 1);
  }

  @Test
  void shouldRefuseToAckOnAnotherStream() {
    RawStream owner = client.consume(QUEUE, 3);
    List.of(1, 2, 3).forEach(i -> owner.takeDelivery());
    RawStream other = client.consume(QUEUE, 1);
    other.takeDelivery();

    other.write(settle(ACK, 3, 3));

    assertThat(other.takeFailure()).isEqualTo(ErrorCode.UNKNOWN_DELIVERY);
    assertThat(client.queue(QUEUE).unacked()).isEqualTo(4);
    assertStillConsuming(other, 1, 0);
  }

  @Test
  void shouldSettleNothingWhenTheRangeIsUpsideDown() {
    RawStream consumer = client.consume(QUEUE, 5);
    IntStream.range(0, 5).forEach(i -> consumer.takeDelivery());

    consumer.write(settle(ACK, 4, 2));

    assertThat(consumer.takeFailure()).isEqualTo(ErrorCode.UNKNOWN_DELIVERY);
    assertThat(client.queue(QUEUE).unacked()).isEqualTo(5);
  }

  @Test
  void shouldSettleNothingWhenTheRangeEndsBeyondWhatWasDelivered() {
    RawStream consumer = client.consume(QUEUE, 5);
    IntStream.range(0, 5).forEach(i -> consumer.takeDelivery());

    consumer.write(settle(ACK, 0, 6));

    assertThat(consumer.takeFailure()).isEqualTo(ErrorCode.UNKNOWN_DELIVERY);
    assertThat(client.queue(QUEUE).unacked()).isEqualTo(5);
  }

  @Test
  void shouldAnswerTenThousandBadAcks() {
    RawStream consumer = client.consume(QUEUE, 1);
    consumer.takeDelivery();

    for (int i = 0; i < 10_000; i++) {
      consumer.write(settle(ACK, 77, 77));
    }

    for (int i = 0; i < 10_000; i++) {
      assertThat(consumer.takeFailure()).isEqualTo(ErrorCode.UNKNOWN_DELIVERY);
    }
    assertStillConsuming(consumer, 1, 0);
  }

  @Test
  void shouldLetAConsumerThatNeverAcksHoldItsCreditAndNoMore() {
    RawStream silent = client.consume(QUEUE, 10);
    List<RawDelivery> held = take(silent, 10);

    RawStream other = client.consume(QUEUE, MESSAGES);
    List<RawDelivery> rest = take(other, MESSAGES - 10);

    assertThat(silent.hasMore()).isFalse();
    assertThat(held).allMatch(delivery -> delivery.redeliveries() == 0);
    assertThat(rest)
        .extracting(RawDelivery::message)
        .containsExactlyElementsOf(texts(IntStream.range(10, MESSAGES)));
    assertThat(client.queue(QUEUE).unacked()).isEqualTo(MESSAGES);
  }

  @Test
  void shouldGiveToAnotherWhatAConsumerHeldThatNeverAcked() {
    RawStream silent = client.consume(QUEUE, 10);
    take(silent, 10);
    silent.reset(ErrorCode.CANCELLED);

    List<RawDelivery> all = take(client.consume(QUEUE, MESSAGES), MESSAGES);

    assertThat(all)
        .extracting(RawDelivery::message)
        .containsExactlyInAnyOrderElementsOf(texts(IntStream.range(0, MESSAGES)));
    assertThat(all)
        .filteredOn(delivery -> delivery.redeliveries() > 0)
        .extracting(RawDelivery::message)
        .containsExactlyElementsOf(texts(IntStream.range(0, 10)));
  }

  @Test
  void shouldKeepWhatIsHeldFromAPurge() {
    RawStream silent = client.consume(QUEUE, 10);
    take(silent, 10);

    assertThat(client.request(new Block.Purge(QUEUE))).containsExactly(new Block.Okay(90));
    assertThat(client.queue(QUEUE).unacked()).isEqualTo(10);
  }

  /** The consumer holds one delivery with that number, and acks it. */
  private void assertStillConsuming(RawStream consumer, long number, long ackedBefore) {
    consumer.write(settle(ACK, number, number));
    Awaiting.poll(
        "the ack",
        () -> {
          QueueInfo queue = client.queue(QUEUE);
          return queue.ready() + queue.unacked() == MESSAGES - ackedBefore - 1;
        });
  }

  private static List<RawDelivery> take(RawStream consumer, int count) {
    return LongStream.range(0, count).mapToObj(i -> consumer.takeDelivery()).toList();
  }

  private static List<String> texts(IntStream numbers) {
    return numbers.mapToObj(String::valueOf).toList();
  }

  private static byte[] settle(int outcome, long from, long to) {
    return block("SETL", new byte[] {(byte) outcome}, u64(from), u64(to));
  }
}
