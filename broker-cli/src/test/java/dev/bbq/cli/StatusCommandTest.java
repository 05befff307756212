// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerForTests.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StatusCommandTest {

  private final BrokerForTests.Running broker;

  StatusCommandTest(BrokerForTests.Running broker) {
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
  void shouldListTheConnections() throws Exception {
    JsonArray connections = JsonParser.array().from(broker.run("list", "connections", "--json"));
    assertThat(connections.getObject(connections.size() - 1).getString("identity"))
        .contains("CN=client");
    assertThat(broker.run("list", "connections")).startsWith("NUMBER  IDENTITY");
  }
}
