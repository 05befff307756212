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
