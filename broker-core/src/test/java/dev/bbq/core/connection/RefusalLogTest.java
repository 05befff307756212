// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.transport.Refusal;
import dev.bbq.core.log.LogText;
import dev.bbq.core.testkit.RecordedLog;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalLogTest {

  private static final String LINE =
      "WARNING connection refused: address=127.0.0.1:4711, identity=\"CN=grill\","
          + " reason=\"not trusted\"";

  private final AtomicLong nowMs = new AtomicLong(1_000_000);
  private final RecordedLog lines = new RecordedLog();
  private final RefusalLog log = new RefusalLog(() -> Instant.ofEpochMilli(nowMs.get()), lines);

  private void refuse(int times) {
    for (int i = 0; i < times; i++) {
      refuse(Optional.of("CN=grill"), "not trusted");
    }
  }

  private void refuse(Optional<String> identity, String reason) {
    log.refused(
        new Refusal(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711), identity, reason));
  }

  @Test
  void shouldSayWhoWasRefusedAndWhy() {
    refuse(1);

    assertThat(lines.take()).containsExactly(LINE);
  }

  @Test
  void shouldSayNothingOfAnIdentityThatIsNotKnown() {
    refuse(Optional.empty(), "no certificate");

    assertThat(lines.take())
        .containsExactly(
            "WARNING connection refused: address=127.0.0.1:4711, reason=\"no certificate\"");
  }

  @Test
  void shouldEscapeWhatThePeerHasWritten() {
    refuse(Optional.of("CN=a\nb"), "x\"y");

    assertThat(lines.take())
        .singleElement()
        .asString()
        .doesNotContain("\n")
        .endsWith("reason=" + LogText.quoted("x\"y"));
  }

  @Test
  void shouldLogNoMoreThanSoManyInASecond() {
    refuse(RefusalLog.MOST_PER_SECOND + 5);

    assertThat(lines.take()).hasSize(RefusalLog.MOST_PER_SECOND).containsOnly(LINE);
  }

  @Test
  void shouldSayHowManyItDidNotLogOnceTheirSecondIsOver() {
    refuse(RefusalLog.MOST_PER_SECOND + 5);
    lines.take();
    nowMs.addAndGet(999);
    log.tellSuppressed();
    assertThat(lines.take()).isEmpty();
    nowMs.addAndGet(1);
    log.tellSuppressed();

    assertThat(lines.take()).containsExactly("WARNING connections refused: suppressed=5");
  }

  @Test
  void shouldSayItOnce() {
    refuse(RefusalLog.MOST_PER_SECOND + 5);
    lines.take();
    nowMs.addAndGet(1000);
    log.tellSuppressed();
    lines.take();
    nowMs.addAndGet(1000);
    log.tellSuppressed();

    assertThat(lines.take()).isEmpty();
  }

  @Test
  void shouldLogAgainInTheNextSecond() {
    refuse(RefusalLog.MOST_PER_SECOND + 5);
    lines.take();
    nowMs.addAndGet(1000);
    refuse(1);

    assertThat(lines.take()).containsExactly("WARNING connections refused: suppressed=5", LINE);
  }

  @Test
  void shouldSayNothingWhenAllWereLogged() {
    refuse(RefusalLog.MOST_PER_SECOND);
    lines.take();
    nowMs.addAndGet(1000);
    log.tellSuppressed();

    assertThat(lines.take()).isEmpty();
  }

  @Test
  void shouldLogOnWhenTheClockIsSetBack() {
    refuse(RefusalLog.MOST_PER_SECOND + 5);
    lines.take();
    nowMs.addAndGet(-3_600_000);
    refuse(1);

    assertThat(lines.take()).containsExactly("WARNING connections refused: suppressed=5", LINE);
  }
}
