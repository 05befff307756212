// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static dev.bbq.api.ConnectionPurpose.CONSUMING;
import static dev.bbq.api.ConnectionPurpose.PUBLISHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ConnectionState;
import dev.bbq.api.ConnectionState.Blocked;
import dev.bbq.api.ConnectionState.Closed;
import dev.bbq.api.ConnectionState.Connected;
import dev.bbq.api.ConnectionState.Reconnecting;
import dev.bbq.api.ErrorCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoticesTest {

  private final StringWriter err = new StringWriter();
  private Instant now = Instant.EPOCH;
  private final Notices notices = new Notices(PUBLISHING, new PrintWriter(err, true), () -> now);

  @Test
  void shouldSayNothingWhileAllIsWell() {
    tell(connected(), new Closed("closed"));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void shouldSayThatTheConnectionIsLostAndWhenItIsBack() {
    tell(connected(), reconnecting(1), reconnecting(2));
    now = now.plusSeconds(3);
    tell(connected());
    assertThat(err.toString().lines())
        .containsExactly(
            "connection lost, trying to connect again: reason=gone", "connected again: after=3s");
  }

  @Test
  void shouldSayWhyTheBrokerBlocksAndWhenItGoesOn() {
    tell(connected(), blocked("memory"));
    now = now.plusMillis(1500);
    tell(connected());
    assertThat(err.toString().lines())
        .containsExactly(
            "blocked, waiting until the broker takes messages again: reason=memory",
            "unblocked: after=1500ms");
  }

  @Test
  void shouldSayWhatIsMissingAfterwards() {
    tell(reconnecting(1), new Connected(List.of("queue declared differently: name=q")));
    assertThat(err.toString().lines())
        .last()
        .isEqualTo("not restored: queue declared differently: name=q");
  }

  @Test
  void shouldNotLetTheBrokersWordsMoveTheCursor() {
    tell(blocked("a\u001b[2Jb"));
    assertThat(err.toString()).contains("reason=a\\u001b[2Jb");
  }

  @Test
  void shouldPassOverOtherConnections() {
    notices.onChange(CONSUMING, reconnecting(1));
    assertThat(err.toString()).isEmpty();
  }

  private void tell(ConnectionState... states) {
    for (ConnectionState state : states) {
      notices.onChange(PUBLISHING, state);
    }
  }

  private static ConnectionState connected() {
    return new Connected(List.of());
  }

  private static ConnectionState reconnecting(int attempt) {
    return new Reconnecting(attempt, Duration.ofMillis(100), "gone");
  }

  private static ConnectionState blocked(String reason) {
    return new Blocked(ErrorCode.BLOCKED, reason);
  }
}
