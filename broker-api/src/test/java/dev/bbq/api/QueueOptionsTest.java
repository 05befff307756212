// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The ranges of a queue's options. */
class QueueOptionsTest {

  private static void assertRefused(UnaryOperator<QueueOptions.Builder> change, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> change.apply(QueueOptions.builder()).build())
        .withMessage("queue option out of range: " + message);
  }

  @Test
  void shouldRefuseWhatIsOutOfRange() {
    assertRefused(o -> o.messageTtl(Duration.ZERO), "messageTtl=PT0S, allowed=1 ms or more");
    assertRefused(
        o -> o.messageTtl(Duration.ofNanos(999_999)),
        "messageTtl=PT0.000999999S, allowed=1 ms or more");
    assertRefused(o -> o.expires(Duration.ofMillis(-1)), "expires=PT-0.001S, allowed=1 ms or more");
    assertRefused(o -> o.maxLength(0), "maxLength=0, allowed=1 or more");
    assertRefused(o -> o.maxBytes(-1), "maxBytes=-1, allowed=1 or more");
    assertRefused(o -> o.deliveryLimit(-1), "deliveryLimit=-1, allowed=0 or more");
    assertRefused(o -> o.maxPriority(10), "maxPriority=10, allowed=0 to 9");
    assertRefused(o -> o.maxPriority(-1), "maxPriority=-1, allowed=0 to 9");
  }

  @Test
  void shouldRefuseADurationThatMillisecondsCanNotTell() {
    assertRefused(
        o -> o.messageTtl(Duration.ofSeconds(Long.MAX_VALUE)),
        "messageTtl=PT2562047788015215H30M7S, allowed=1 ms or more");
  }

  @Test
  void shouldTakeTheLargestOfAll() {
    Duration longest = Duration.ofMillis(Long.MAX_VALUE);
    QueueOptions options =
        QueueOptions.builder()
            .messageTtl(longest)
            .expires(longest)
            .maxLength(Long.MAX_VALUE)
            .maxBytes(Long.MAX_VALUE)
            .deliveryLimit(Integer.MAX_VALUE)
            .build();

    assertThat(options.messageTtl()).contains(longest);
  }

  @Test
  void shouldTellTheSameOfDurationsInTheSameMillisecond() {
    assertThat(QueueOptions.builder().expires(Duration.ofNanos(1_999_999)).build())
        .isEqualTo(QueueOptions.builder().expires(Duration.ofMillis(1)).build());
  }
}
