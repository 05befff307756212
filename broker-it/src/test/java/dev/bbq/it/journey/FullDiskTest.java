// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ConnectionPurpose;
import dev.bbq.api.ConnectionState;
import dev.bbq.api.Delivery;
import dev.bbq.api.Message;
import dev.bbq.api.Publisher;
import dev.bbq.api.PublisherOptions;
import dev.bbq.api.Receiver;
import dev.bbq.core.BrokerLimits;
import dev.bbq.it.support.BrokerFixture;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that may write no more files, seen by a client. */
@Timeout(120)
final class FullDiskTest {

  private static final String QUEUE = "orders";
  private static final double SHARE_BYTES = 4 << 20;
  private static final long DISK_BYTES = 2 << 20;
  private static final int BODY_BYTES = 50_000;

  @Test
  void shouldHavePublishersWaitAndLoseNothing() {
    double share = SHARE_BYTES / Runtime.getRuntime().maxMemory();
    BrokerLimits limits =
        BrokerLimits.builder().memoryShare(share).maxDiskBytes(DISK_BYTES).build();
    try (BrokerFixture broker =
        BrokerFixture.start(BrokerFixture.builder().store("caffeine").limits(limits))) {
      BbqClient client = broker.client();
      client.topology().declareQueue(QUEUE);
      // Less on the way than the broker can hold.
      Publisher publisher = client.publisher(PublisherOptions.DEFAULT.withWindowBytes(1 << 20));
      List<CompletableFuture<Void>> confirms = new ArrayList<>();
      while (!(client.state(ConnectionPurpose.PUBLISHING) instanceof ConnectionState.Blocked)) {
        byte[] body = ByteBuffer.allocate(BODY_BYTES).putInt(confirms.size()).array();
        publisher
            .tryPublish("", QUEUE, Message.of(body))
            .ifPresentOrElse(confirms::add, Thread::onSpinWait);
      }
      assertThat(confirms.size() * (long) BODY_BYTES).isGreaterThan((long) SHARE_BYTES);

      try (Receiver receiver = client.receiver(QUEUE)) {
        for (int i = 0; i < confirms.size(); i++) {
          Delivery delivery = JourneyTest.next(receiver);
          assertThat(delivery.message().body().getInt()).isEqualTo(i);
          delivery.ack();
        }
      }

      confirms.forEach(JourneyTest::get);
    }
  }
}
