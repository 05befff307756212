// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.BbqClient;
import dev.bbq.api.Delivery;
import dev.bbq.api.Message;
import dev.bbq.api.Publisher;
import dev.bbq.api.Receiver;
import dev.bbq.core.BrokerLimits;
import dev.bbq.it.support.Awaiting;
import dev.bbq.it.support.BrokerFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Publishers that fill the broker's memory, seen by a client. */
@Tag("matrix")
final class WatermarkTest {

  private static final String QUEUE = "orders";
  private static final double SHARE_BYTES = 10 << 20;
  private static final int MESSAGES = 120; // a little more than there is memory for
  private static final Message LARGE = Message.of(new byte[100_000]);

  @Test
  void shouldConfirmAllOnceConsumersHaveMadeRoom() {
    BrokerFixture.assumeBacklogFillsHeap();
    double share = SHARE_BYTES / Runtime.getRuntime().maxMemory();
    try (BrokerFixture broker = BrokerFixture.start(BrokerLimits.DEFAULT.withMemoryShare(share))) {
      BbqClient client = broker.client();
      client.topology().declareQueue(QUEUE);
      Publisher publisher = client.publisher();
      List<CompletableFuture<Void>> confirms = new ArrayList<>();
      for (int i = 0; i < MESSAGES; i++) {
        confirms.add(publisher.publish("", QUEUE, LARGE));
      }
      Awaiting.poll("a full memory", () -> confirmed(confirms) >= 100);
      assertThat(confirmed(confirms)).isLessThan(MESSAGES);

      try (Receiver receiver = client.receiver(QUEUE)) {
        for (int i = 0; i < MESSAGES; i++) {
          Delivery delivery = JourneyTest.next(receiver);
          assertThat(delivery.message().size()).isEqualTo(LARGE.size());
          delivery.ack();
        }
      }

      confirms.forEach(JourneyTest::get);
    }
  }

  private static long confirmed(List<CompletableFuture<Void>> confirms) {
    return confirms.stream().filter(CompletableFuture::isDone).count();
  }
}
