// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreContext;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreProvider;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredRecord;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example of the page for plugin authors stands there as it is, compiles, loads and works. */
@Timeout(60)
final class PluginsPageTest {

  private static final Pattern FILE =
      Pattern.compile("<!-- plugin: (\\S+) -->\n```java\n(.*?)```", Pattern.DOTALL);

  private static final String SOURCES = "examples/store-tree/src/main/java";

  @TempDir private Path folder;
  private QueueStore store;
  private StoreQueue queue;

  @BeforeEach
  void load() throws Exception {
    List<String> javac =
        new ArrayList<>(
            List.of(
                "--release",
                "21",
                "-Xlint:all",
                "-Werror",
                "--module-path",
                api() + File.pathSeparator + System.getProperty("jdk.module.path", ""),
                "-d",
                folder.resolve("classes").toString()));
    try (Stream<Path> files = Files.walk(root().resolve(SOURCES))) {
      files.filter(Files::isRegularFile).map(Path::toString).forEach(javac::add);
    }
    run("javac", javac);
    Path plugin = Files.createDirectories(folder.resolve("plugins/tree"));
    run(
        "jar",
        List.of(
            "--create",
            "--file=" + plugin.resolve("tree-1.0.jar"),
            "-C",
            folder.resolve("classes").toString(),
            "."));
    StoreProvider provider =
        Stores.find(Optional.of("tree"), Plugins.in(folder.resolve("plugins")));
    store = provider.open(new StoreContext(folder, Clock.systemUTC(), 1 << 20, 1 << 20));
    assertThat(get(store.recover())).isEmpty();
    queue = get(store.create("q", new byte[0]));
  }

  @Test
  void shouldShowTheSourcesAsTheyAre() throws Exception {
    var shown = FILE.matcher(Files.readString(root().resolve("docs/plugins.md")));
    int files = 0;
    while (shown.find()) {
      assertThat(Files.readString(root().resolve(SOURCES).resolve(shown.group(1))))
          .endsWith(shown.group(2));
      files++;
    }
    assertThat(files).isEqualTo(2);
  }

  @Test
  void shouldKeepWhatIsAppendedUntilItIsSettled() {
    List<StoredMessage> messages =
        List.of(StoredMessage.of(new byte[10]), StoredMessage.of(new byte[20]));
    assertThat(get(store.append(List.of(new Append(queue, messages))))).containsExactly(0);
    assertThat(store.residentBytes()).isEqualTo(30);
    get(queue.release(Sequences.of(1), 1, 0));
    assertThat(get(queue.read(0, 10, 1000)).records())
        .containsExactly(
            new StoredRecord(0, 0, messages.get(0)), new StoredRecord(1, 1, messages.get(1)));
    assertThat(get(queue.read(0, 1, 1000)).nextSequence()).isEqualTo(1);
    get(queue.settle(Sequences.range(0, 1)));
    assertThat(get(queue.read(0, 10, 1000)).records()).isEmpty();
    assertThat(get(queue.read(0, 10, 1000)).nextSequence()).isEqualTo(2);
    assertThat(store.residentBytes()).isZero();
  }

  @Test
  void shouldFailWhenQueueIsDropped() {
    get(queue.drop());
    Append late = new Append(queue, List.of(StoredMessage.of(new byte[1])));
    assertThatThrownBy(() -> get(store.append(List.of(late))))
        .cause()
        .isInstanceOf(StoreException.class);
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static void run(String tool, List<String> arguments) {
    int exit =
        ToolProvider.findFirst(tool)
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(new String[0]));
    assertThat(exit).as(tool).isZero();
  }

  private static Path api() throws Exception {
    return Path.of(Plugins.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static Path root() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("README.md"))) {
      root = root.getParent();
    }
    return root;
  }
}
