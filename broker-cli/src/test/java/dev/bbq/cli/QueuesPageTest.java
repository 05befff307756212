// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What docs/queues.md shows is what happens. */
@ExtendWith(BrokerForTests.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class QueuesPageTest {

  private static final Pattern COMMAND =
      Pattern.compile("(?m)^    (?:echo (?<in>\\S+) \\| )?bbq (?<words>.+)$");
  private static final Pattern WORD = Pattern.compile("'[^']*'|\\S+");

  private final BrokerForTests.Running broker;

  QueuesPageTest(BrokerForTests.Running broker) {
    this.broker = broker;
  }

  private static String page() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("README.md"))) {
      folder = folder.getParent();
    }
    return Files.readString(folder.resolve("docs/queues.md"));
  }

  @Test
  void shouldDoWhatThePageShows() throws Exception {
    for (MatchResult command : COMMAND.matcher(page()).results().toList()) {
      String[] words =
          WORD.matcher(command.group("words"))
              .results()
              .map(word -> word.group().replace("'", ""))
              .toArray(String[]::new);
      String unused =
          broker.runWith(Objects.requireNonNullElse(command.group("in"), "") + "\n", words);
    }

    JsonArray queues = JsonParser.array().from(broker.run("list", "queues", "--json"));
    assertThat(queues.stream().map(queue -> ((JsonObject) queue).getString("name")))
        .containsExactly(
            "jobs",
            "payments",
            "payments-failed",
            "quotes",
            "recent",
            "replies",
            "tasks",
            "work",
            "work-later");
    JsonObject tasks = queues.getObject(6);
    assertThat(List.of(tasks.getLong("ready"), tasks.getLong("delayed"))).containsExactly(1L, 1L);
  }

  @Test
  void shouldCountByReason() throws Exception {
    String dropping = "counted";
    broker.run("declare", "queue", dropping, "--max-length", "1");
    broker.runWith("a\nb\nc\n", "publish", "", dropping, "--lines");

    JsonArray queues = JsonParser.array().from(broker.run("list", "queues", "--json"));
    JsonObject counts =
        queues.stream()
            .map(queue -> (JsonObject) queue)
            .filter(queue -> queue.getString("name").equals(dropping))
            .findFirst()
            .orElseThrow()
            .getObject("dropped");
    assertThat(counts.getLong("overflow")).isEqualTo(2);
    assertThat(broker.run("status")).contains("overflow");
    assertThat(
            JsonParser.object()
                .from(broker.run("status", "--json"))
                .getObject("counts")
                .getObject("dropped")
                .getLong("overflow"))
        .isEqualTo(2);
    broker.run("delete", "queue", dropping);
  }
}
