// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.wire;

import static dev.bbq.it.support.Bytes.send;
import static dev.bbq.it.support.Bytes.times;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.BlockCodec;
import dev.bbq.core.BrokerLimits;
import dev.bbq.it.support.BrokerFixture;
import dev.bbq.it.support.Pair;
import dev.bbq.it.support.RawClient;
import dev.bbq.it.support.RawDelivery;
import dev.bbq.it.support.RawReply;
import dev.bbq.it.support.RawStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Publishers that wait for memory, and everything else of their connection, which does not. */
@Tag("matrix")
@Timeout(120)
final class FlowControlTest {

  private static final String FULL = "full";
  private static final String WORK = "work";
  private static final String OTHER = "other";
  private static final int STREAMS = 100;
  private static final int TASKS = 2000;
  private static final int LARGE_BYTES = 256 << 10;
  private static final double WATERMARK_BYTES = 24 << 20;
  private static final long WINDOW_BYTES = 8 << 20; // half of it may wait
  private static final byte[] MESSAGE = send("", OTHER, new byte[10_000]);

  private static final BrokerLimits LIMITS =
      BrokerLimits.builder()
          .memoryShare(WATERMARK_BYTES / Runtime.getRuntime().maxMemory())
          .transport(
              TransportLimits.builder()
                  .streamWindowBytes(1 << 20)
                  .connectionWindowBytes(WINDOW_BYTES)
                  .build())
          .build();

  private BrokerFixture broker;
  private RawClient client;
  private RawStream control;
  private int kept;

  @BeforeAll
  static void assumeMemoryCanBeFull() {
    BrokerFixture.assumeBacklogFillsHeap();
  }

  @BeforeEach
  void fillTheMemory() {
    broker = BrokerFixture.start(LIMITS);
    client = broker.rawClient();
    List.of(FULL, WORK, OTHER).forEach(client::declareQueue);
    client.publishAll("", WORK, IntStream.range(0, TASKS).mapToObj(i -> "task " + i).toList());
    control = client.greet();
    RawStream filler = client.open();
    while (!control.hasMore()) {
      filler.write(send("", FULL, new byte[LARGE_BYTES]));
      kept++;
      if (kept < WATERMARK_BYTES / LARGE_BYTES) {
        HostilePeerTest.assertConfirmed(filler);
      } else {
        client.queue(FULL); // it has looked at the message, whatever became of it
      }
    }
    assertThat(control.takeBlock())
        .isInstanceOfSatisfying(
            Block.Blocked.class,
            blocked -> {
              assertThat(blocked.code()).isEqualTo(ErrorCode.BLOCKED);
              assertThat(blocked.reason()).startsWith("memory above the watermark: usedBytes=");
            });
  }

  @AfterEach
  void close() {
    broker.close();
  }

  @Test
  void shouldServeAcksBesideWaitingPublishersUntilAllThatIsHeldIsConfirmed() {
    List<RawStream> publishers = openPublishers();
    int each = 3; // 3 MB in all: less than what a connection may hold
    publishers.forEach(publisher -> publisher.write(times(each, MESSAGE)));
    work();
    assertThat(publishers).noneMatch(RawStream::hasMore);

    consumeAll(FULL, kept);

    for (RawStream publisher : publishers) {
      for (int i = 0; i < each; i++) {
        HostilePeerTest.assertConfirmed(publisher);
      }
    }
    assertThat(control.takeBlock()).isEqualTo(new Block.Unblocked());
    assertThat(client.queue(OTHER).ready()).isEqualTo((long) STREAMS * each);
  }

  @Test
  void shouldServeAcksBesidePublishersThatPushAsMuchAsTheWindowLetsThem() {
    Pair.assumeBrokerHas(TransportCapability.STOP_SENDING); // which says that it has read all
    List<RawStream> publishers = openPublishers();
    byte[] burst = times(20, MESSAGE); // 20 MB in all: more than the window, had it been left full
    byte[] misplaced = BlockCodec.encode(new Block.Ping(1));
    publishers.forEach(publisher -> publisher.write(burst, misplaced));
    work();
    publishers.forEach(RawStream::awaitEndedByBroker); // so all before that block has been read

    consumeAll(FULL, kept);

    List<RawReply> replies = new ArrayList<>();
    for (RawStream publisher : publishers) {
      IntStream.range(0, 20).forEach(i -> replies.add(publisher.takeReply()));
    }
    int confirmed = Collections.frequency(replies, RawReply.CONFIRMED);
    assertThat(confirmed * 10_000L).isBetween(WINDOW_BYTES / 4, WINDOW_BYTES / 2);
    assertThat(replies)
        .filteredOn(reply -> !reply.equals(RawReply.CONFIRMED))
        .isNotEmpty()
        .allMatch(reply -> reply.refuses(ErrorCode.BLOCKED));
    assertThat(client.queue(OTHER).ready()).isEqualTo(confirmed);
  }

  @Test
  void shouldTellAClientThatComesWhileOthersWait() {
    RawClient late = broker.rawClient();
    RawStream heard = late.greet();

    assertThat(heard.takeBlock()).isInstanceOf(Block.Blocked.class);
    client.request(new Block.Purge(FULL));
    assertThat(heard.takeBlock()).isEqualTo(new Block.Unblocked());
  }

  @Test
  void shouldGoOnByItselfWhenTheQueueIsDeleted() {
    RawStream publisher = client.open().write(MESSAGE);
    work();
    assertThat(publisher.hasMore()).isFalse();
    client.request(new Block.DeleteQueue(FULL));

    HostilePeerTest.assertConfirmed(publisher);
  }

  private List<RawStream> openPublishers() {
    return IntStream.range(0, STREAMS).mapToObj(i -> client.open()).toList();
  }

  /** Consumes the tasks on the same connection, a few at a time, so that each ack counts. */
  private void work() {
    consumeAll(WORK, TASKS);
  }

  private void consumeAll(String queue, int count) {
    RawStream consumer = client.consume(queue, 10);
    for (int i = 1; i <= count; i++) {
      RawDelivery delivery = consumer.takeDelivery();
      consumer.write(
          BlockCodec.encode(
              new Block.Settle(Block.Outcome.ACK, delivery.number(), delivery.number())));
    }
    consumer.finish();
    assertThat(consumer.takeBlock()).isEqualTo(new Block.Done());
  }
}
