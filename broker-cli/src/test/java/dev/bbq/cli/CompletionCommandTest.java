// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Lets a real shell complete. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class CompletionCommandTest {

  @TempDir private Path folder;

  @BeforeEach
  void writeScript() throws Exception {
    TestIo caller = new TestIo(Map.of());
    assertThat(caller.run("completion", "bash")).isZero();
    Files.writeString(folder.resolve("completion"), caller.out());
  }

  @Test
  void shouldCompleteACommand() throws Exception {
    assertThat(completed("bbq", "con")).contains("consume");
  }

  @Test
  void shouldCompleteACommandBelowAnother() throws Exception {
    assertThat(completed("bbq", "delete", "q")).containsExactly("queue");
  }

  @Test
  void shouldCompleteAnOption() throws Exception {
    assertThat(completed("bbq", "publish", "--li")).containsExactly("--lines");
  }

  @Test
  void shouldCompleteTheValueOfAnOption() throws Exception {
    assertThat(completed("bbq", "declare", "exchange", "x", "--type", "t"))
        .containsExactly("topic");
  }

  @Test
  void shouldCompleteWhatCanBeListed() throws Exception {
    assertThat(completed("bbq", "list", "qu")).containsExactly("queues");
  }

  @Test
  void shouldHideWhatIsNotForPeople() throws Exception {
    assertThat(completed("bbq", "bench")).containsExactly("bench");
  }

  private List<String> completed(String... words) throws Exception {
    String script =
        """
        source completion
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
        _complete_bbq
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    var command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
    command.addAll(List.of(words));
    Process shell = new ProcessBuilder(command).directory(folder.toFile()).start();
    String out = new String(shell.getInputStream().readAllBytes(), UTF_8);
    String err = new String(shell.getErrorStream().readAllBytes(), UTF_8);
    assertThat(shell.waitFor()).as(err).isZero();
    return out.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
