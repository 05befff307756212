// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.dist.Installation.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The store on the page for plugin authors, in a folder of plugins of a broker. */
@Timeout(300)
final class PluginIT {

  private static final Pattern SOURCE =
      Pattern.compile("<!-- plugin: (\\S+) -->\n```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;
  private Installation installed;

  @BeforeEach
  void makePlugin() throws Exception {
    installed = Installation.shared();
    Path classes = folder.resolve("classes");
    List<String> javac =
        new ArrayList<>(
            List.of(
                "--release",
                "21",
                "-proc:none",
                "--module-path",
                installed.home().resolve("lib").toString(),
                "-d",
                classes.toString()));
    Matcher sources = SOURCE.matcher(Files.readString(installed.home().resolve("docs/plugins.md")));
    while (sources.find()) {
      Path file = folder.resolve("sources").resolve(sources.group(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, sources.group(2));
      javac.add(file.toString());
    }
    run("javac", javac);
    Path jar = Files.createDirectories(folder.resolve("plugins/tree")).resolve("tree-1.0.jar");
    run("jar", List.of("--create", "--file=" + jar, "-C", classes.toString(), "."));
  }

  @Test
  void shouldServeWithTheStoreOfAPlugin() throws Exception {
    try (RunningBroker broker =
        RunningBroker.start(installed.bbq(), folder, "--plugins", "plugins", "--store", "tree")) {
      Map<String, String> environment = broker.environment();
      installed.out(folder, environment, "declare", "queue", "q");
      installed.out(folder, environment, "publish", "", "q", "kept in a tree");

      assertThat(installed.out(folder, environment, "status", "--json"))
          .contains("\"store\":\"tree\"");
      assertThat(installed.out(folder, environment, "consume", "q", "--count", "1"))
          .isEqualTo("kept in a tree");
      assertThat(broker.end()).as("%s", broker.errors()).isZero();
    }
  }

  @Test
  void shouldAskForAChoiceWhenThereAreTwo() throws Exception {
    Result result =
        installed.run(
            folder,
            Map.of(),
            List.of("serve", "--dev", "--listen", "127.0.0.1:0", "--plugins", "plugins"));

    assertThat(result.code()).isNotZero();
    assertThat(result.errors())
        .contains(
            "several stores and no choice: available=[memory, tree]; name one by --store NAME");
  }

  private static void run(String tool, List<String> arguments) throws IOException {
    int exit =
        ToolProvider.findFirst(tool)
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(String[]::new));
    assertThat(exit).as(tool).isZero();
  }
}
