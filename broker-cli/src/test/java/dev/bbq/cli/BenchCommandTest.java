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
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class BenchCommandTest {

  private final BrokerForTests.Running broker;

  BenchCommandTest(BrokerForTests.Running broker) {
    this.broker = broker;
  }

  @Test
  void shouldMeasureABrokerThatRunsAndLeaveNothingThere() throws Exception {
    TestIo caller = new TestIo(broker.env());
    int exitCode = caller.run("bench", "--existing", "--count", "2000", "--rate", "1000", "--json");
    assertThat(exitCode).as(caller.err()).isZero();
    JsonArray results = JsonParser.object().from(caller.out()).getArray("results");
    assertThat(results)
        .extracting(result -> ((JsonObject) result).getString("phase"))
        .containsExactly("publish", "streams", "through", "latency");
    assertThat(results.getObject(3).getObject("deliveryMicros").getLong("p99")).isPositive();
    assertThat(caller.err()).contains("through a queue of its own, deleted at the end: bench-");
    assertThat(caller.err()).containsPattern("\\d/s confirmed");
    assertThat(broker.run("list", "queues", "--json").strip()).isEqualTo("[]");
  }

  @Test
  void shouldAskWhetherTheServerIsMeant() {
    TestIo caller = new TestIo(Map.of());
    assertThat(caller.run("bench", "--server", "localhost:1")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err()).startsWith("bbq bench: --server without --existing:");
  }

  @Test
  void shouldNotChooseTheStoreOfABrokerThatRuns() {
    TestIo caller = new TestIo(broker.env());
    assertThat(caller.run("bench", "--existing", "--store", "memory")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err()).contains("leave out --store");
  }

  @Test
  void shouldCompareTheStoresOfBrokersOfItsOwnOnly() {
    TestIo caller = new TestIo(broker.env());
    assertThat(caller.run("bench", "--existing", "--against", "memory")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err()).contains("leave out --existing");
  }

  @Test
  void shouldNotCompareAStoreWithItself() {
    TestIo caller = new TestIo(Map.of());
    assertThat(caller.run("bench", "--against", "memory")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err()).contains("--against names the store of --store");
  }

  @Test
  void shouldNotMeasureTheTransportOfABrokerThatRuns() {
    TestIo caller = new TestIo(broker.env());
    assertThat(caller.run("bench", "--existing", "--raw")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err()).contains("leave out --existing");
  }
}
