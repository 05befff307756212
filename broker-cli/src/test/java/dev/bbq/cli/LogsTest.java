// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogsTest {

  private final LogRecord record = new LogRecord(Level.INFO, "broker started: port={0}");

  LogsTest() {
    record.setInstant(Instant.parse("2026-11-23T05:00:00.123Z"));
    record.setLoggerName("dev.bbq.core.Broker");
    record.setParameters(new Object[] {"6789"});
  }

  @Test
  void shouldWriteARecordInOneLine() {
    assertThat(new Logs.LineFormatter().format(record))
        .isEqualTo(
            "2026-11-23T05:00:00Z level=INFO logger=dev.bbq.core.Broker"
                + " broker started: port=6789\n");
  }

  @Test
  void shouldKeepWhatPeersSayFromLookingLikeARecord() {
    record.setMessage("bad name: name=a\n2026-11-23T05:00:01Z level=INFO logger=x forged");
    assertThat(new Logs.LineFormatter().format(record).lines()).hasSize(1);
  }

  @Test
  void shouldAppendTheStackOfAFailure() {
    record.setThrown(new IllegalStateException("bug"));
    assertThat(new Logs.LineFormatter().format(record))
        .contains("\njava.lang.IllegalStateException: bug\n\tat ");
  }
}
