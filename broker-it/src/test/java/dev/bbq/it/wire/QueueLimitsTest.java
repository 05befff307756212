// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.MessageCounts;
import dev.bbq.api.QueueOptions;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Octets;
import dev.bbq.api.wire.QueueArguments;
import dev.bbq.it.support.Awaiting;
import dev.bbq.it.support.RawDelivery;
import dev.bbq.it.support.RawStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of queues as a peer has them that goes to extremes, or without a word. */
final class QueueLimitsTest extends HostilePeerTest {

  private void declare(String name, QueueOptions.Builder options) {
    assertThat(client.request(new Block.DeclareQueue(name, QueueArguments.encode(options.build()))))
        .containsExactly(new Block.Okay(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "010000000800000000000000ff00", // more than an entry
        "01000000080000000000000000", // no time to live
        "0100000008ffffffffffffffff", // longer than time is
        "03000000080000000000000000", // room for nothing
        "090000000163", // priority 99
        "0800000001ff", // a key without an exchange
        "63000000020001", // nobody knows it
        "01ffffffff" // 4 GiB
      })
  void shouldRefuseOptionsThatNoQueueCanHave(String hex) {
    Octets arguments = new Octets(HexFormat.of().parseHex(hex));

    assertThat(client.request(new Block.DeclareQueue("q", arguments)))
        .singleElement()
        .isInstanceOfSatisfying(
            Block.Fail.class,
            fail -> assertThat(fail.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }

  @Test
  void shouldServeAQueueWhoseLimitsAreAsLargeAsCanBe() {
    Duration longest = Duration.ofMillis(Long.MAX_VALUE);
    declare(
        "q",
        QueueOptions.builder()
            .messageTtl(longest)
            .expires(longest)
            .maxLength(Long.MAX_VALUE)
            .maxBytes(Long.MAX_VALUE)
            .deliveryLimit(Integer.MAX_VALUE)
            .maxPriority(9));
    client.publishAll("", "q", List.of("a"));

    assertThat(client.consume("q", 1).takeDelivery().message()).isEqualTo("a");
  }

  @Test
  void shouldCountAConsumerThatIsLostButNoRequeue() {
    declare("q", QueueOptions.builder().deliveryLimit(2));
    client.publishAll("", "q", List.of("poison"));
    for (int i = 0; i < 5; i++) {
      RawStream honest = client.consume("q", 1);
      honest.takeDelivery();
      honest.finish(); // an orderly end gives back what it holds
      assertThat(honest.takeBlock()).isEqualTo(new Block.Done());
      honest.awaitEnd();
    }
    for (int failures = 0; failures < 2; failures++) {
      RawStream lost = client.consume("q", 1);
      RawDelivery delivery = lost.takeDelivery();
      assertThat(delivery.message()).isEqualTo("poison");
      lost.reset(ErrorCode.CANCELLED);
    }

    Awaiting.poll(
        "drop of what has failed twice",
        () ->
            client.queue("q").counts().dropped().equals(Map.of(MessageCounts.DELIVERY_LIMIT, 1L)));
  }
}
