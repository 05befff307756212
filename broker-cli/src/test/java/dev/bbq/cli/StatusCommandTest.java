// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.bbq.api.BbqClient;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.Message;
import dev.bbq.api.Publisher;
import dev.bbq.cli.BrokerForTests.Running;
import dev.bbq.core.Broker;
import dev.bbq.core.BrokerLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerForTests.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StatusCommandTest {

  private final Running broker;

  StatusCommandTest(Running broker) {
    this.broker = broker;
  }

  @Test
  void shouldSayThatABrokerIsUp() {
    assertThat(broker.run("status").lines())
        .contains("state        up", "transport    netty-quic")
        .anyMatch(line -> line.startsWith("store        memory, "));
  }

  @Test
  void shouldSayItForScripts() throws Exception {
    JsonObject status = JsonParser.object().from(broker.run("status", "--json"));
    assertThat(status.getBoolean("blocked", true)).isFalse();
    assertThat(status.getString("transport")).isEqualTo("netty-quic");
    assertThat(status.getObject("totals").getLong("connections")).isPositive();
  }

  @Test
  void shouldTellByItsExitCodeThatNoBrokerIsThere() {
    TestIo caller =
        new TestIo(Map.of("BBQ_SERVER", "localhost:1", "BBQ_CERTS", broker.certs().toString()));
    assertThat(caller.run("status", "--timeout", "2s")).isEqualTo(ExitCode.CONNECTION);
    assertThat(caller.out()).isEmpty();
  }

  @Test
  void shouldTellByItsExitCodeThatPublishersHaveToWait() throws Exception {
    double share = 1.0 * (1 << 20) / Runtime.getRuntime().maxMemory();
    try (Running full = Running.start(BrokerLimits.DEFAULT.withMemoryShare(share));
        BbqClient client = connect(full)) {
      client.topology().declareQueue("q");
      Publisher publisher = client.publisher();
      List<CompletableFuture<Void>> confirms = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        confirms.add(publisher.publish("", "q", Message.of(new byte[100_000])));
      }
      awaitBlocked(full.broker());
      TestIo caller = new TestIo(full.env());

      assertThat(caller.run("status")).isEqualTo(ExitCode.BLOCKED);
      assertThat(caller.out().lines())
          .anyMatch(line -> line.startsWith("state        blocked: memory above the watermark: "));

      client.topology().purge("q");
      for (CompletableFuture<Void> confirm : confirms) {
        confirm.get(20, TimeUnit.SECONDS);
      }
      assertThat(full.run("status").lines()).contains("state        up");
    }
  }

  private static BbqClient connect(Running to) {
    return BbqClient.connect(
        ClientOptions.builder()
            .server("localhost", to.broker().address().getPort())
            .certificates(to.certs())
            .build());
  }

  private static void awaitBlocked(Broker broker) {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (broker.metrics().broker().blocked().isEmpty()) {
      assertThat(System.nanoTime()).as("waited in vain for a full memory").isLessThan(endNs);
      LockSupport.parkNanos(100_000);
    }
  }

  @Test
  void shouldListTheConnections() throws Exception {
    JsonArray connections = JsonParser.array().from(broker.run("list", "connections", "--json"));
    assertThat(connections.getObject(connections.size() - 1).getString("identity"))
        .contains("CN=client");
    assertThat(broker.run("list", "connections")).startsWith("NUMBER  IDENTITY");
  }
}
