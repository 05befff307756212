// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.transport.TransportLimits;
import dev.bbq.core.routing.TopologyLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerLimitsTest {

  @ParameterizedTest
  @ValueSource(ints = {0, -1, (1 << 30) + 1})
  void shouldRefuseALargestMessageOutOfRange(int bytes) {
    assertThatThrownBy(() -> BrokerLimits.DEFAULT.withMaxMessageBytes(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit out of range: maxMessageBytes=" + bytes);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 0.91, Double.NaN})
  void shouldRefuseAShareOfTheHeapOutOfRange(double share) {
    assertThatThrownBy(() -> BrokerLimits.DEFAULT.withMemoryShare(share))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit out of range: memoryShare=" + share);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 0.96, Double.NaN})
  void shouldRefuseALowMarkOutOfRange(double share) {
    BrokerLimits.Builder limits = BrokerLimits.builder().lowMarkShare(share);

    assertThatThrownBy(limits::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit out of range: lowMarkShare=" + share);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 0.51, Double.NaN})
  void shouldRefuseAShareForWaitingMessagesOutOfRange(double share) {
    BrokerLimits.Builder limits = BrokerLimits.builder().heldShare(share);

    assertThatThrownBy(limits::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit out of range: heldShare=" + share);
  }

  @Test
  void shouldSetEachLimitByItsName() {
    BrokerLimits other =
        new BrokerLimits(
            TransportLimits.DEFAULT.withMaxStreams(7),
            1,
            2,
            3,
            4,
            5,
            6,
            0.25,
            0.5,
            0.125,
            7 << 20,
            Duration.ofSeconds(8));

    assertThat(
            BrokerLimits.builder()
                .transport(other.transport())
                .maxMessageBytes(1)
                .maxCreditMessages(2)
                .maxCreditBytes(3)
                .maxExchanges(4)
                .maxQueues(5)
                .maxBindings(6)
                .memoryShare(0.25)
                .lowMarkShare(0.5)
                .heldShare(0.125)
                .maxDiskBytes(7 << 20)
                .blockTimeout(Duration.ofSeconds(8))
                .build())
        .isEqualTo(other);
  }

  @Test
  void shouldRefuseADiskThatIsTooSmall() {
    BrokerLimits.Builder limits = BrokerLimits.builder().maxDiskBytes((1 << 20) - 1);

    assertThatThrownBy(limits::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit out of range: maxDiskBytes=1048575");
  }

  @Test
  void shouldRefuseATimeoutForBlocksOutOfRange() {
    assertThatThrownBy(() -> BrokerLimits.DEFAULT.withBlockTimeout(Duration.ofMillis(999)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit out of range: blockTimeout=PT0.999S");
  }

  @Test
  void shouldChangeOnlyTheLargestMessage() {
    assertThat(
            BrokerLimits.DEFAULT
                .withMaxMessageBytes(1)
                .withMaxMessageBytes(BrokerLimits.DEFAULT.maxMessageBytes()))
        .isEqualTo(BrokerLimits.DEFAULT);
  }

  @Test
  void shouldTakeOtherLimitsForTheTransport() {
    TransportLimits few = TransportLimits.DEFAULT.withMaxConnections(1);

    assertThat(BrokerLimits.DEFAULT.withTransport(few).transport()).isEqualTo(few);
  }

  @Test
  void shouldHaveTheSameDefaultsAsTheTopology() {
    BrokerLimits limits = BrokerLimits.DEFAULT;

    assertThat(new TopologyLimits(limits.maxExchanges(), limits.maxQueues(), limits.maxBindings()))
        .isEqualTo(TopologyLimits.DEFAULT);
  }
}
