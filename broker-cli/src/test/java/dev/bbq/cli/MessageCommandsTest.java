// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code publish} and {@code consume} against a broker. */
@ExtendWith(BrokerForTests.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MessageCommandsTest {

  private final BrokerForTests.Running broker;
  private final TestIo caller;

  @TempDir private Path folder;

  MessageCommandsTest(BrokerForTests.Running broker) {
    this.broker = broker;
    caller = new TestIo(broker.env());
  }

  @BeforeEach
  void declare() {
    broker.run("delete", "queue", "q");
    broker.run("declare", "queue", "q");
  }

  @Test
  void shouldPublishItsArgument() {
    assertThat(caller.run("publish", "", "q", "hello")).isZero();
    assertThat(caller.err().strip()).isEqualTo("1 confirmed");
    assertThat(consumed(1)).isEqualTo("hello");
  }

  @Test
  void shouldPublishAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "a\nb\n");
    broker.run("publish", "", "q", "--file", file.toString());
    assertThat(consumed(1)).isEqualTo("a\nb\n");
  }

  @Test
  void shouldPublishWhatItReads() {
    broker.runWith("from stdin", "publish", "", "q");
    broker.runWith("and here", "publish", "", "q", "--file", "-");
    assertThat(consumed(2)).isEqualTo("from stdinand here");
  }

  @Test
  void shouldPublishTheSameMessageManyTimes() {
    broker.run("publish", "", "q", "x", "--count", "3", "--rate", "1000");
    assertThat(consumed(3)).isEqualTo("xxx");
  }

  @Test
  void shouldCarryEveryProperty() throws JsonParserException {
    List<String> command =
        new ArrayList<>(List.of("publish", "", "q", "body", "--message-id", "m1"));
    command.addAll(List.of("--correlation-id", "c1", "--reply-to", "answers"));
    command.addAll(List.of("--content-type", "text/plain", "--priority", "7"));
    command.addAll(List.of("--timestamp", "2026-11-23T05:00:00Z", "--time-to-live", "10m"));
    command.addAll(List.of("--not-before", "2026-01-01T00:00:00+01:00", "--producer", "p"));
    command.addAll(List.of("--trace-parent", "00-ab", "--trace-state", "k=v"));
    command.addAll(List.of("--header", "color=red", "--header", "size:whole=3"));
    command.addAll(List.of("--header", "ratio:real=0.5", "--header", "urgent:flag=true"));
    command.addAll(List.of("--header", "key:bytes=AQI="));
    broker.run(command.toArray(String[]::new));
    JsonObject message = consumedJson();
    assertThat(message.getObject("properties"))
        .isEqualTo(
            JsonParser.object()
                .from(
                    """
                    {"messageId": "m1", "correlationId": "c1", "replyTo": "answers",
                     "contentType": "text/plain", "timestamp": "2026-11-23T05:00:00Z",
                     "timeToLiveMs": 600000, "priority": 7, "notBefore": "2025-12-31T23:00:00Z",
                     "producer": {"id": "p", "sequence": 1},
                     "traceParent": "00-ab", "traceState": "k=v",
                     "headers": {"color": "red", "size": 3, "ratio": 0.5, "urgent": true,
                                 "key": {"base64": "AQI="}}}
                    """));
  }

  @Test
  void shouldSayInJsonWhereAMessageComesFrom() throws JsonParserException {
    broker.run("publish", "", "q", "é\n");
    JsonObject message = consumedJson();
    assertThat(message.getString("queue")).isEqualTo("q");
    assertThat(message.getString("exchange")).isEmpty();
    assertThat(message.getString("key")).isEqualTo("q");
    assertThat(message.getInt("redeliveries", -1)).isZero();
    assertThat(message.getBoolean("resent", true)).isFalse();
    assertThat(message.getString("body")).isEqualTo("é\n");
    assertThat(message.getObject("properties")).isEmpty();
  }

  @Test
  void shouldWriteABodyThatIsNoTextInBase64() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[] {(byte) 0xff, 0});
    broker.run("publish", "", "q", "--file", file.toString());
    JsonObject message = consumedJson();
    assertThat(message.getString("bodyBase64")).isEqualTo("/wA=");
    assertThat(message.has("body")).isFalse();
  }

  @Test
  void shouldPublishTheOthersWhenSomeAreRefused() throws Exception {
    Path failed = folder.resolve("failed");
    int exitCode =
        new TestIo(broker.env(), "a\nb\n")
            .run("publish", "", "none", "--lines", "--json", "--failed", failed.toString());
    assertThat(exitCode).isEqualTo(ExitCode.REFUSED);
    assertThat(Files.readAllLines(failed, UTF_8))
        .hasSize(2)
        .allMatch(line -> line.matches("[12]\trefused\trefused: code=UNROUTABLE, .*"));
  }

  @Test
  void shouldCountForScripts() throws JsonParserException {
    JsonObject counts =
        JsonParser.object().from(broker.run("publish", "", "q", "x", "--count", "5", "--json"));
    assertThat(counts.getLong("confirmed")).isEqualTo(5);
    assertThat(counts.getObject("refused")).isEmpty();
    assertThat(counts.getLong("unknown", -1)).isZero();
  }

  @Test
  void shouldSayWhatToDoAboutAnUnknownExchange() {
    assertThat(caller.run("publish", "none", "k", "x")).isEqualTo(ExitCode.REFUSED);
    assertThat(caller.err().lines())
        .first()
        .isEqualTo(
            "0 confirmed, 1 refused {UNKNOWN_EXCHANGE=1}; the first that failed was message 1");
    assertThat(caller.err()).contains("declare it: 'bbq declare exchange NAME --type TYPE'");
  }

  @Test
  void shouldNotTakeATextAndAFile() {
    assertThat(caller.run("publish", "", "q", "x", "--file", "f")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err()).startsWith("bbq publish: TEXT is one message: leave out --file");
  }

  @Test
  void shouldNotCountLines() {
    assertThat(caller.run("publish", "", "q", "--lines", "--count", "2")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err()).startsWith("bbq publish: count out of place: count=2;");
  }

  @Test
  void shouldRefuseARateThatIsNone() {
    assertThat(caller.run("publish", "", "q", "x", "--rate", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err()).contains("rate out of range: rate=0.0;");
  }

  @Test
  void shouldRefuseAPriorityOutOfRange() {
    assertThat(caller.run("publish", "", "q", "x", "--priority", "10")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err())
        .startsWith("bbq publish: property out of range: priority=10, allowed=0 to 9");
  }

  @Test
  void shouldSayWhereFailuresCanNotBeWritten() {
    String file = folder.resolve("no/such").toString();
    assertThat(caller.run("publish", "", "q", "x", "--failed", file)).isEqualTo(ExitCode.FAILURE);
    assertThat(caller.err()).startsWith("bbq publish: can't write: file=" + file + ";");
  }

  @Test
  void shouldNotWriteLinesAndJson() {
    assertThat(caller.run("consume", "q", "--lines", "--json")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err()).startsWith("bbq consume: choose one of --json and --lines");
  }

  @Test
  void shouldConsumeSlowly() {
    broker.run("publish", "", "q", "x", "--count", "3");
    assertThat(broker.run("consume", "q", "--count", "3", "--rate", "500", "--pause", "1ms"))
        .isEqualTo("xxx");
  }

  @Test
  void shouldSayWhatItHasWritten() {
    broker.run("publish", "", "q", "x", "--count", "2");
    assertThat(caller.run("consume", "q", "--count", "2", "--lines")).isZero();
    assertThat(caller.out()).isEqualTo("x\nx\n");
    assertThat(caller.err().strip()).isEqualTo("2 written, 0 redelivered, 0 resent");
  }

  private String consumed(int count) {
    return broker.run("consume", "q", "--count", Integer.toString(count));
  }

  private JsonObject consumedJson() throws JsonParserException {
    return JsonParser.object().from(broker.run("consume", "q", "--count", "1", "--json"));
  }
}
