// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import static dev.bbq.core.connection.Wire.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.MessageProperties;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.PropertiesCodec;
import dev.bbq.core.connection.TestBroker;
import dev.bbq.core.connection.Wire;
import dev.bbq.core.testkit.RecordedLog;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DiscardedTest {

  private final TestBroker broker = new TestBroker("empty", "p", "q");
  private final RecordedLog log = new RecordedLog();

  private Discarded discarded() {
    return Discarded.in(broker.topology);
  }

  @Test
  void shouldSayNothingWhenNothingIsLost() {
    discarded().log(log);

    assertThat(log.take()).isEmpty();
  }

  @Test
  void shouldNameTheQueuesThatLoseSomething() {
    broker.connect().open(send("q", "a"), send("p", "b"), send("q", "c"));

    assertThat(discarded().queues()).extracting(QueueInfo::name).containsExactly("p", "q");
  }

  @Test
  void shouldCountWhatIsOnLeaseToo() {
    broker.connect().open(send("q", "a"), send("q", "b"));
    broker.connect().open(Wire.block(new Block.Receive("q", 1, 1000)));

    assertThat(discarded().count()).isEqualTo(2);
  }

  @Test
  void shouldCountWhatIsDelayedToo() {
    MessageProperties later =
        MessageProperties.builder().notBefore(Instant.now().plusSeconds(3_600)).build();
    broker.connect().open(Wire.sendWith(PropertiesCodec.encode(later), "q", "a"));

    assertThat(discarded().count()).isEqualTo(1);
  }

  @Test
  void shouldLogHowManyAndInDetailOfWhichQueues() {
    broker.connect().open(send("q", "a"), send("p", "b"), send("q", "c"));
    discarded().log(log);

    assertThat(log.take())
        .containsExactly(
            "WARNING messages discarded: count=3, queues=2, reason=the store survives no restart",
            "DEBUG messages of a queue discarded: queue=\"p\", count=1",
            "DEBUG messages of a queue discarded: queue=\"q\", count=2");
  }
}
