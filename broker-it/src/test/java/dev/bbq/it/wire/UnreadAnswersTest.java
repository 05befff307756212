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
import dev.bbq.it.support.Pair;
import dev.bbq.it.support.RawClient;
import dev.bbq.it.support.RawDelivery;
import dev.bbq.it.support.RawReply;
import dev.bbq.it.support.RawStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Peers that write and never read what comes back. */
final class UnreadAnswersTest extends HostilePeerTest {

  /** What a broker may reasonably hold for one such stream. */
  private static final long BOUND_BYTES = 32 << 20;

  private static final TransportLimits SMALL_WINDOW =
      new TransportLimits(Duration.ofSeconds(8), Duration.ofSeconds(5), 1, 64 << 10, 256 << 10, 1);

  private RawClient hostile;

  @BeforeEach
  void connectHostile() {
    hostile = broker.rawClient(SMALL_WINDOW);
  }

  @Test
  void shouldStopReadingAPublisherThatDoesNotReadItsReplies() {
    byte[] refused = times(100, send("nowhere", "", "m"));
    RawStream deaf = hostile.open().pause();

    long taken = deaf.writeUntilStuck(refused, BOUND_BYTES);

    assertThat(taken).isLessThan(BOUND_BYTES);
    broker.assertServes(hostile);
    assertThat(ready()).isZero();
  }

  @Test
  void shouldAnswerAllOnceThePublisherReads() {
    byte[] refused = times(100, send("nowhere", "", "m"));
    RawStream deaf = hostile.open().pause();
    long blocks = deaf.writeUntilStuck(refused, BOUND_BYTES) / refused.length * 100;

    deaf.resume().finish();

    for (long i = 0; i < blocks; i++) {
      RawReply reply = deaf.takeReply();
      assertThat(reply.refuses(ErrorCode.UNKNOWN_EXCHANGE)).isTrue();
    }
    deaf.awaitEnd();
  }

  @Test
  void shouldStopReadingAClientThatDoesNotReadItsAnswers() {
    byte[] requests = times(100, BlockCodec.encode(new Block.Purge("nowhere")));
    RawStream deaf = hostile.open().pause();

    assertThat(deaf.writeUntilStuck(requests, BOUND_BYTES)).isLessThan(BOUND_BYTES);
    broker.assertServes(hostile);
  }

  @Test
  void shouldStopReadingAClientThatDoesNotReadItsHeartbeats() {
    Pair.assumeBrokerHas(TransportCapability.MUTUAL_TLS); // else it has said HELO already
    byte[] pings = times(1000, BlockCodec.encode(new Block.Ping(1)));
    RawStream deaf = hostile.open().write(BlockCodec.encode(new Block.Hello(1, 1, "")));
    deaf.takeBlock();
    deaf.pause();

    assertThat(deaf.writeUntilStuck(pings, BOUND_BYTES)).isLessThan(BOUND_BYTES);
    broker.assertServes(hostile);
  }

  @Test
  void shouldStopReadingAConsumerThatDoesNotReadWhatItsBadAcksGet() {
    byte[] acks = times(1000, BlockCodec.encode(new Block.Settle(Block.Outcome.ACK, 7, 7)));
    RawStream deaf = hostile.consume(QUEUE, 1).pause();

    assertThat(deaf.writeUntilStuck(acks, BOUND_BYTES)).isLessThan(BOUND_BYTES);
    broker.assertServes(hostile);
  }

  @Test
  void shouldNotLoseWhatAConsumerReadsLate() {
    String body = "x".repeat(1000);
    List<String> messages = IntStream.range(0, 2000).mapToObj(i -> i + body).toList();
    client.publishAll("", QUEUE, messages);
    RawStream late = hostile.consume(QUEUE, 2000).pause();
    broker.assertServes(hostile);

    late.resume();

    assertThat(IntStream.range(0, 2000).mapToObj(i -> late.takeDelivery()))
        .extracting(RawDelivery::message)
        .containsExactlyElementsOf(messages);
  }
}
