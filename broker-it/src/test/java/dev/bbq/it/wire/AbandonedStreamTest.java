// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.wire;

import static dev.bbq.it.support.Bytes.first;
import static dev.bbq.it.support.Bytes.join;
import static dev.bbq.it.support.Bytes.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.BlockCodec;
import dev.bbq.it.support.Awaiting;
import dev.bbq.it.support.Pair;
import dev.bbq.it.support.RawClient;
import dev.bbq.it.support.RawStream;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Streams that a peer resets or stops. */
final class AbandonedStreamTest extends HostilePeerTest {

  private static final byte[] GOOD = send("", QUEUE, "good");

  @Test
  void shouldStoreNothingOfABlockThatIsResetInItsMiddle() {
    for (int cut = 1; cut < GOOD.length; cut++) {
      RawStream stream = client.open().write(join(GOOD, first(cut, GOOD)));
      assertConfirmed(stream);

      stream.reset(ErrorCode.CANCELLED);

      assertThat(stream.awaitReset()).isEqualTo(ErrorCode.CANCELLED);
    }
    assertThat(ready()).isEqualTo(GOOD.length - 1);
  }

  @Test
  void shouldEndAStreamWhoseFirstTagIsReset() {
    RawStream stream = client.open().write(first(2, GOOD)).reset(ErrorCode.CANCELLED);

    stream.awaitReset();
    assertThat(ready()).isZero();
  }

  @Test
  void shouldKeepWhatWasConfirmedBeforeAStopOfTheReplies() {
    RawStream stream = client.open().write(GOOD);
    assertConfirmed(stream);

    stream.stop(ErrorCode.CANCELLED).write(first(10, GOOD)).finish();

    assertThat(ready()).isEqualTo(1);
  }

  @Test
  void shouldGiveBackWhatAConsumerHeldThatStopsItsDeliveries() {
    Pair.assumeBrokerHas(TransportCapability.STOP_SENDING);
    Pair.assumeClientHas(TransportCapability.STOP_SENDING);
    client.publishAll("", QUEUE, List.of("1", "2", "3"));
    RawStream consumer = client.consume(QUEUE, 2);
    consumer.takeDelivery();
    consumer.takeDelivery();

    consumer.stop(ErrorCode.CANCELLED);
    consumer.write(BlockCodec.encode(new Block.SetCredit(3, 1000)));

    RawStream other = client.consume(QUEUE, 3);
    assertThat(IntStream.range(0, 3).mapToObj(i -> other.takeDelivery().message()))
        .containsExactlyInAnyOrder("1", "2", "3");
  }

  @Test
  void shouldSurviveTwoThousandResetsAndStopsOnOneConnection() {
    Pair.assumeClientHas(TransportCapability.STOP_SENDING); // else half of them stay open
    for (int i = 0; i < 2000; i++) {
      RawStream stream = client.open();
      switch (i % 8) {
        case 0 -> stream.write(GOOD).reset(ErrorCode.CANCELLED);
        case 1 -> stream.write(GOOD).stop(ErrorCode.CANCELLED).finish();
        case 2 -> stream.write(first(20, GOOD)).reset(ErrorCode.CANCELLED);
        case 3 -> stream.stop(ErrorCode.CANCELLED).write(GOOD).reset(ErrorCode.NONE);
        case 4 -> stream.write(receive()).stop(ErrorCode.CANCELLED).reset(ErrorCode.CANCELLED);
        case 5 -> stream.write(receive()).reset(ErrorCode.CANCELLED);
        case 6 -> stream.reset(ErrorCode.CANCELLED).stop(ErrorCode.CANCELLED);
        default -> stream.write(GOOD, first(5, GOOD)).stop(ErrorCode.CANCELLED).finish();
      }
    }

    assertStreamsComeBack(client);
    Awaiting.poll("end of all consumers", () -> client.queue(QUEUE).consumers() == 0);
    assertThat(client.queue(QUEUE).unacked()).isZero();
  }

  /**
   * Opens half as many streams at once as the broker allows: now and then quiche doesn't give back
   * the credit of some streams that are stopped and reset at the same time.
   */
  private static void assertStreamsComeBack(RawClient client) {
    List<RawStream> all = Stream.generate(() -> client.open().write(GOOD)).limit(512).toList();
    assertThat(all).allSatisfy(HostilePeerTest::assertConfirmed);
    all.forEach(RawStream::finish);
  }

  private static byte[] receive() {
    return BlockCodec.encode(new Block.Receive(QUEUE, 10, 1000));
  }
}
