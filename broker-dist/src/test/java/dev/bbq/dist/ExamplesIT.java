// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.dist.Installation.Result;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The plugins of a stranger: each passes the kit in its own build, and serves in a broker. */
@Timeout(1200)
final class ExamplesIT {

  private static final String STORE = "store-tree";
  private static final String TRANSPORT = "transport-tcp";
  private static final int MOST_ATTEMPTS = 30;

  // Not a temporary folder: JUnit warns of each link in one to what lies elsewhere.
  private static final Path FOLDER = Path.of("target/examples").toAbsolutePath();

  private static Installation installed;
  private static Result store;
  private static Result transport;

  @TempDir private Path work;

  @BeforeAll
  static void buildAndInstall() throws Exception {
    Examples examples = Examples.in(FOLDER);
    CompletableFuture<Result> building =
        CompletableFuture.supplyAsync(() -> build(examples, STORE));
    transport = build(examples, TRANSPORT);
    store = building.get(15, TimeUnit.MINUTES);
    installed = Installation.in(FOLDER.resolve("programs"));
    examples.install(STORE, installed.home().resolve("plugins"));
    examples.install(TRANSPORT, installed.home().resolve("plugins"));
  }

  private static Result build(Examples examples, String example) {
    try {
      Result built = examples.verify(example);
      if (built.code() != 0) {
        throw new AssertionError("example not built: name=%s, %s".formatted(example, built));
      }
      return built;
    } catch (Exception e) {
      throw new AssertionError("example not built: name=" + example, e);
    }
  }

  @Test
  void shouldPassTheKitOfStores() {
    assertThat(store.out()).containsPattern("Tests run: \\d\\d+, Failures: 0, Errors: 0");
  }

  @Test
  void shouldPassTheKitOfTransports() {
    assertThat(transport.out()).containsPattern("Tests run: 1\\d\\d, Failures: 0, Errors: 0");
  }

  @Test
  void shouldServeWithBoth() throws Exception {
    try (RunningBroker broker =
        RunningBroker.start(installed.bbq(), work, "--store", "tree", "--transport", "tcp")) {
      Map<String, String> environment = new HashMap<>(broker.environment());
      environment.put("BBQ_TRANSPORT", "tcp");
      out(environment, "declare", "queue", "q");
      out(environment, "publish", "", "q", "by strangers");

      assertThat(out(environment, "status", "--json"))
          .contains("\"store\":\"tree\"", "\"transport\":\"tcp\"");
      assertThat(out(environment, "consume", "q", "--count", "1")).isEqualTo("by strangers");
      assertThat(broker.end()).as("%s", broker.errors()).isZero();
    }
  }

  /**
   * Runs a command that must succeed; on a busy machine the JDK's TLS may need several attempts.
   */
  private String out(Map<String, String> environment, String... words) throws Exception {
    Result result = installed.run(work, environment, List.of(words));
    for (int attempts = 1; result.code() != 0 && attempts < MOST_ATTEMPTS; attempts++) {
      result = installed.run(work, environment, List.of(words));
    }
    assertThat(result.code()).as("%s", result).isZero();
    return result.out();
  }

  @Test
  void shouldNameTheStoresThereAreWhenAskedForAnother() throws Exception {
    Result result =
        installed.run(
            work,
            Map.of(),
            List.of("serve", "--dev", "--listen", "127.0.0.1:0", "--store", "bush"));

    assertThat(result.code()).isNotZero();
    assertThat(result.errors())
        .contains("unknown store: name=bush, available=[caffeine, memory, tree]");
  }
}
