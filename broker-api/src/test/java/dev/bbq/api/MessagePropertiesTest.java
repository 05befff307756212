// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagePropertiesTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456789Z");
  private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);
  private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

  @Test
  void shouldEqualNoneWhenNothingIsSet() {
    assertThat(MessageProperties.builder().build()).isEqualTo(MessageProperties.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9})
  void shouldTakeAPriorityInRange(int priority) {
    assertThat(MessageProperties.builder().priority(priority).build().priority())
        .hasValue(priority);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 10})
  void shouldRefuseAPriorityOutOfRange(int priority) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MessageProperties.builder().priority(priority).build())
        .withMessage("property out of range: priority=%d, allowed=0 to 9", priority);
  }

  @Test
  void shouldCutTimesToTheMillisecond() {
    MessageProperties properties =
        MessageProperties.builder()
            .timestamp(NOON)
            .notBefore(NOON)
            .timeToLive(Duration.ofNanos(1_999_999))
            .build();
    assertThat(properties.timestamp()).hasValue(Instant.parse("2026-01-01T12:00:00.123Z"));
    assertThat(properties.notBefore()).hasValue(Instant.parse("2026-01-01T12:00:00.123Z"));
    assertThat(properties.timeToLive()).hasValue(Duration.ofMillis(1));
  }

  @Test
  void shouldTakeTheEdgesOfTime() {
    MessageProperties properties =
        MessageProperties.builder()
            .timestamp(Instant.EPOCH)
            .notBefore(LATEST)
            .timeToLive(LONGEST)
            .build();
    assertThat(properties.timestamp()).hasValue(Instant.EPOCH);
    assertThat(properties.notBefore()).hasValue(LATEST);
    assertThat(properties.timeToLive()).hasValue(LONGEST);
  }

  @Test
  void shouldRefuseTimesThatTheWireCannotCarry() {
    for (Instant time : new Instant[] {Instant.EPOCH.minusMillis(1), LATEST.plusMillis(1)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MessageProperties.builder().timestamp(time).build())
          .withMessage("property out of range: timestamp=%s, allowed=1970 or later", time);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MessageProperties.builder().notBefore(time).build())
          .withMessage("property out of range: notBefore=%s, allowed=1970 or later", time);
    }
  }

  @Test
  void shouldRefuseATimeToLiveThatTheWireCannotCarry() {
    for (Duration time : new Duration[] {Duration.ofMillis(-1), LONGEST.plusMillis(1)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MessageProperties.builder().timeToLive(time).build())
          .withMessage("property out of range: timeToLive=%s, allowed=0 or more", time);
    }
  }

  @Test
  void shouldRefuseAProducerOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MessageProperties.builder().producer("", 1))
        .withMessage("producer out of range: id=, sequence=1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MessageProperties.builder().producer("p", -1))
        .withMessage("producer out of range: id=p, sequence=-1");
  }

  @Test
  void shouldKeepHeadersInTheirOrder() {
    MessageProperties properties =
        MessageProperties.builder().header("z", "1").header("a", 2).header("m", true).build();
    assertThat(properties.headers())
        .containsExactly(
            Map.entry("z", new HeaderValue.Text("1")),
            Map.entry("a", new HeaderValue.Whole(2)),
            Map.entry("m", new HeaderValue.Flag(true)));
  }

  @Test
  void shouldNotChangeWhenTheBuilderGoesOn() {
    MessageProperties.Builder builder = MessageProperties.builder().header("a", 1);
    MessageProperties properties = builder.build();
    builder.header("b", 2);
    assertThat(properties.headers()).containsOnlyKeys("a");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> properties.headers().put("c", new HeaderValue.Whole(3)));
  }

  @Test
  void shouldCompareBytesOfAHeaderByContent() {
    HeaderValue one = new HeaderValue.Bytes(new byte[] {1, 2});
    assertThat(one)
        .isEqualTo(new HeaderValue.Bytes(new byte[] {1, 2}))
        .hasSameHashCodeAs(new HeaderValue.Bytes(new byte[] {1, 2}))
        .isNotEqualTo(new HeaderValue.Bytes(new byte[] {1}))
        .hasToString("Bytes[length=2]");
  }
}
