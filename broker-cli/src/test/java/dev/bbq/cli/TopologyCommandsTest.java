// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerForTests.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TopologyCommandsTest {

  private final BrokerForTests.Running broker;
  private final TestIo caller;

  TopologyCommandsTest(BrokerForTests.Running broker) {
    this.broker = broker;
    caller = new TestIo(broker.env());
  }

  @BeforeEach
  void declare() {
    broker.run("delete", "queue", "q");
    broker.run("delete", "exchange", "news");
    broker.run("declare", "exchange", "news", "--type", "topic", "--drop-unroutable");
    broker.run("declare", "queue", "q");
    broker.run("bind", "q", "news", "a.#");
  }

  @Test
  void shouldListExchangesForPeople() {
    assertThat(broker.run("list", "exchanges").lines())
        .containsExactly(
            "NAME  TYPE   DROP-UNROUTABLE  DROPPED", "news  topic  yes                    0");
  }

  @Test
  void shouldListExchangesForScripts() {
    assertThat(broker.run("list", "exchanges", "--json").lines())
        .containsExactly(
            "[{\"name\":\"news\",\"type\":\"topic\",\"dropUnroutable\":true,\"dropped\":0}]");
  }

  @Test
  void shouldListQueuesWithWhatTheyHold() throws Exception {
    publish(3);
    JsonObject queue = JsonParser.array().from(broker.run("list", "queues", "--json")).getObject(0);
    assertThat(queue.getString("name")).isEqualTo("q");
    assertThat(queue.getLong("ready")).isEqualTo(3);
    assertThat(queue.getLong("unacked", -1)).isZero();
    assertThat(queue.getLong("consumers", -1)).isZero();
  }

  @Test
  void shouldListBindings() {
    assertThat(broker.run("list", "bindings").lines())
        .containsExactly("QUEUE  EXCHANGE  KEY", "q      news      a.#");
  }

  @Test
  void shouldUnbind() {
    broker.run("unbind", "q", "news", "a.#");
    assertThat(broker.run("list", "bindings").lines()).containsExactly("QUEUE  EXCHANGE  KEY");
  }

  @Test
  void shouldTakeABindingThatIsGoneForUnbound() {
    assertThat(caller.run("unbind", "q", "news", "never")).isZero();
    assertThat(caller.err().strip()).isEqualTo("unbound: queue=q, exchange=news, key=never");
  }

  @Test
  void shouldPurge() {
    publish(2);
    assertThat(caller.run("purge", "q")).isZero();
    assertThat(caller.out()).isEmpty();
    assertThat(caller.err().strip()).isEqualTo("queue purged: name=q, dropped=2");
    assertThat(broker.run("purge", "q", "--json").strip())
        .isEqualTo("{\"queue\":\"q\",\"dropped\":0}");
  }

  @Test
  void shouldNotPurgeAQueueThatIsNotThere() {
    assertThat(caller.run("purge", "none")).isEqualTo(ExitCode.REFUSED);
    assertThat(caller.err()).contains("code=UNKNOWN_QUEUE", "declare it: 'bbq declare queue NAME'");
  }

  @Test
  void shouldDeleteAQueueWithItsBindings() {
    publish(1);
    assertThat(broker.run("delete", "queue", "q", "--json").strip())
        .isEqualTo("{\"queue\":\"q\",\"messages\":1}");
    assertThat(broker.run("list", "queues", "--json").strip()).isEqualTo("[]");
    assertThat(broker.run("list", "bindings", "--json").strip()).isEqualTo("[]");
  }

  @Test
  void shouldTakeAQueueThatIsGoneForDeleted() {
    assertThat(caller.run("delete", "queue", "none")).isZero();
    assertThat(caller.err().strip()).isEqualTo("queue deleted: name=none, messages=0");
  }

  @Test
  void shouldDeleteAnExchangeWithItsBindings() {
    assertThat(caller.run("delete", "exchange", "news")).isZero();
    assertThat(caller.err().strip()).isEqualTo("exchange deleted: name=news");
    assertThat(broker.run("list", "exchanges", "--json").strip()).isEqualTo("[]");
    assertThat(broker.run("list", "bindings", "--json").strip()).isEqualTo("[]");
  }

  private void publish(int count) {
    broker.runWith("line\n".repeat(count), "publish", "", "q", "--lines");
  }
}
