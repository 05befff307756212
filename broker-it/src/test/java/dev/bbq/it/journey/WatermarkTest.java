// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.BbqClient;
import dev.bbq.api.Delivery;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.Message;
import dev.bbq.api.Publisher;
import dev.bbq.api.Receiver;
import dev.bbq.api.RefusedException;
import dev.bbq.core.BrokerLimits;
import dev.bbq.it.support.Awaiting;
import dev.bbq.it.support.BrokerFixture;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a broker does when its messages take more memory than they may. */
final class WatermarkTest {

  private static final String QUEUE = "orders";
  private static final double SHARE_BYTES = 10 << 20;
  private static final Message LARGE = Message.of(new byte[100_000]);

  @Test
  void shouldRefuseMessagesAboveTheWatermarkUntilConsumersHaveDrainedSome() {
    double share = SHARE_BYTES / Runtime.getRuntime().maxMemory();
    try (BrokerFixture broker = BrokerFixture.start(BrokerLimits.DEFAULT.withMemoryShare(share))) {
      BbqClient client = broker.client();
      client.topology().declareQueue(QUEUE);
      Publisher publisher = client.publisher();
      int kept = 0;
      while (isKept(publisher)) {
        kept++;
        assertThat(kept).isLessThan(200);
      }

      try (Receiver receiver = client.receiver(QUEUE)) {
        for (int i = 0; i < kept; i++) {
          Delivery delivery = JourneyTest.next(receiver);
          assertThat(delivery.message().size()).isEqualTo(LARGE.size());
          delivery.ack();
        }
      }

      Awaiting.poll("room", () -> isKept(publisher));
    }
  }

  private static boolean isKept(Publisher publisher) {
    CompletableFuture<Void> confirm = publisher.publish("", QUEUE, LARGE);
    Throwable failure = JourneyTest.get(confirm.handle((done, cause) -> cause));
    if (failure == null) {
      return true;
    }
    assertThat(failure)
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.BLOCKED));
    return false;
  }
}
