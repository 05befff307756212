// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LogLineTest {

  private final LogRecord record = new LogRecord(Level.INFO, "broker started: port={0}");

  LogLineTest() {
    record.setInstant(Instant.parse("2026-11-23T05:00:00Z"));
    record.setLoggerName("dev.bbq.core.Broker");
    record.setParameters(new Object[] {"6789"});
  }

  @Test
  void shouldWriteTheTimeInUtcWithMilliseconds() {
    assertThat(line(LogFormat.TEXT))
        .isEqualTo(
            "2026-11-23T05:00:00.000Z level=INFO logger=dev.bbq.core.Broker"
                + " broker started: port=6789\n");
  }

  @Test
  void shouldWriteAnObjectPerLineAsJson() {
    assertThat(line(LogFormat.JSON))
        .isEqualTo(
            "{\"time\":\"2026-11-23T05:00:00.000Z\",\"level\":\"INFO\",\"logger\":\"dev.bbq.core.Broker\",\"message\":\"broker"
                + " started: port=6789\"}\n");
  }

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void shouldKeepWhatPeersSayFromEndingTheLine(LogFormat format) {
    record.setMessage("bad name: name=a\n2026-11-23T05:00:01Z level=INFO\r\u2028\u0085 forged");

    assertThat(line(format)).endsWith("\n");
    assertThat(line(format).strip()).doesNotContain("\n", "\r", "\u0085");
  }

  @Test
  void shouldKeepWhatPeersSayFromSteeringATerminal() {
    record.setMessage("bad name: name=\u001b[2J\u202eabc\u0007");

    assertThat(line(LogFormat.TEXT)).endsWith("name=\\u001b[2J\\u202eabc\\u0007\n");
  }

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void shouldWriteTheStackOfAFailureInTheSameLine(LogFormat format) {
    record.setThrown(new IllegalStateException("bug\nforged"));

    assertThat(line(format).lines()).hasSize(1);
    assertThat(line(format)).contains("java.lang.IllegalStateException: bug\\nforged\\n\\tat ");
  }

  @Test
  void shouldEscapeForJsonSoThatAParserReadsTheSame() throws JsonParserException {
    String odd = "a\"b\\c\n\u0000\u001bä€😀";
    record.setMessage(odd);

    JsonObject read = JsonParser.object().from(line(LogFormat.JSON));

    assertThat(read.getString("message")).isEqualTo(odd);
  }

  @ParameterizedTest
  @CsvSource({
    "SEVERE,ERROR",
    "WARNING,WARN",
    "INFO,INFO",
    "CONFIG,DEBUG",
    "FINE,DEBUG",
    "FINEST,TRACE"
  })
  void shouldNameLevelsAsTheConfigurationDoes(String level, String word) {
    record.setLevel(Level.parse(level));

    assertThat(line(LogFormat.TEXT)).contains(" level=" + word + " ");
  }

  private String line(LogFormat format) {
    return new LogLine(format).format(record);
  }
}
