// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.dist.Installation.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the distribution, each a process, against a broker that is one too. */
@Timeout(300)
final class CommandsIT {

  private static final int UNREACHABLE = 4;

  private static Installation installed;

  @TempDir private Path folder;

  @BeforeAll
  static void unpack() throws Exception {
    installed = Installation.shared();
  }

  @Test
  void shouldGoFromDeclaringToDeleting() throws Exception {
    try (RunningBroker broker = RunningBroker.start(installed.bbq(), folder)) {
      bbq(broker, "declare", "exchange", "news", "--type", "topic");
      bbq(broker, "declare", "queue", "sports");
      bbq(broker, "bind", "sports", "news", "sports.#");
      assertThat(bbq(broker, "list", "bindings")).contains("sports", "news", "sports.#");

      bbq(broker, "publish", "news", "sports.chess", "--count", "3", "mate\n");
      assertThat(bbq(broker, "list", "queues", "--json"))
          .contains("\"ready\":3,\"delayed\":0,\"unacked\":0");
      assertThat(bbq(broker, "consume", "sports", "--count", "1")).isEqualTo("mate\n");
      assertThat(bbq(broker, "purge", "sports", "--json")).contains("\"dropped\":2");

      bbq(broker, "unbind", "sports", "news", "sports.#");
      assertThat(
              installed
                  .run(
                      folder,
                      broker.environment(),
                      List.of("publish", "news", "sports.chess", "lost"))
                  .errors())
          .contains("1 refused {UNROUTABLE=1}", "bbq bind");
      bbq(broker, "delete", "queue", "sports");
      bbq(broker, "delete", "exchange", "news");
      assertThat(bbq(broker, "list", "queues", "--json")).isEqualTo("[]\n");
    }
  }

  @Test
  void shouldTellHealthByTheExitCode() throws Exception {
    RunningBroker broker = RunningBroker.start(installed.bbq(), folder);
    try (broker) {
      assertThat(bbq(broker, "status")).contains("state        up", "transport    netty-quic");
      assertThat(broker.end()).isZero();
    }

    Result gone = installed.run(folder, broker.environment(), List.of("status"));

    assertThat(gone.code()).as("%s", gone).isEqualTo(UNREACHABLE);
    assertThat(gone.out()).isEmpty();
    assertThat(gone.errors().lines()).singleElement().asString().startsWith("bbq status: ");
  }

  @Test
  void shouldDeclareTheTopologyOfItsSampleConfiguration() throws Exception {
    String sample = Files.readString(installed.home().resolve("conf/bbq.yaml"));
    int topology = sample.indexOf("#topology:");
    Files.writeString(
        folder.resolve("bbq.yaml"),
        sample.substring(0, topology) + sample.substring(topology).replaceAll("(?m)^#", ""));

    try (RunningBroker broker =
        RunningBroker.start(installed.bbq(), folder, "--config", "bbq.yaml")) {
      bbq(broker, "publish", "orders", "orders.1.eu", "grill");

      assertThat(bbq(broker, "consume", "billing", "--count", "1")).isEqualTo("grill");
      assertThat(bbq(broker, "consume", "audit", "--count", "1")).isEqualTo("grill");
    }
  }

  @Test
  void shouldMeasureItself() throws Exception {
    String report =
        installed.out(folder, Map.of(), "bench", "--json", "--count", "2000", "--warm-up", "1000");

    assertThat(report).contains("\"answerMicros\":", "\"deliveryMicros\":");
  }

  private String bbq(RunningBroker broker, String... words) throws Exception {
    return installed.out(folder, broker.environment(), words);
  }
}
