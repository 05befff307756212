// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.BrokerStatus;
import dev.bbq.api.ConnectionInfo;
import dev.bbq.api.Delivery;
import dev.bbq.api.ExchangeType;
import dev.bbq.api.MessageCounts;
import dev.bbq.api.Receiver;
import dev.bbq.api.Topology.ExchangeInfo;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.store.StoreCapabilities.Durability;
import dev.bbq.core.BrokerMetrics;
import dev.bbq.it.support.Awaiting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the broker counts is what its clients did, whether asked in the JVM or over the wire. */
@Timeout(60)
class MetricsTest extends JourneyTest {

  @Test
  void shouldCountTheWayOfEachMessage() {
    publishNumbers(10);
    try (Receiver receiver = client.receiver(QUEUE)) {
      next(receiver).ack();
      next(receiver).reject();
      next(receiver).nack();
      nextRedelivered(receiver).ack();
      Awaiting.poll("3 settled", () -> info(QUEUE).ready() + info(QUEUE).unacked() == 7);
    }
    Awaiting.poll("all handed back", () -> info(QUEUE).unacked() == 0);
    topology.purge(QUEUE);

    MessageCounts counts = info(QUEUE).counts();
    assertThat(counts.in()).isEqualTo(10);
    assertThat(counts.acked()).isEqualTo(2);
    assertThat(counts.dropped())
        .isEqualTo(Map.of(MessageCounts.REJECTED, 1L, MessageCounts.PURGED, 7L));
    assertThat(counts.redelivered()).isPositive();
    assertThat(counts.out()).isGreaterThan(10);
  }

  private static Delivery nextRedelivered(Receiver receiver) {
    Delivery delivery = next(receiver);
    while (delivery.redeliveries() == 0) {
      delivery = next(receiver);
    }
    return delivery;
  }

  @Test
  void shouldShowTheSameInTheJvmAndOverTheWire() {
    topology.declareExchange("x", ExchangeType.FANOUT, true);
    publish("x", "nowhere", List.of("dropped"));
    publishNumbers(3);
    BrokerMetrics metrics = broker.broker().metrics();

    assertThat(metrics.queues()).isEqualTo(topology.queues());
    assertThat(metrics.exchanges())
        .isEqualTo(topology.exchanges())
        .containsExactly(new ExchangeInfo("x", ExchangeType.FANOUT, true, 1));
    BrokerStatus status = client.monitor().status();
    assertThat(status.counts())
        .isEqualTo(metrics.broker().counts())
        .isEqualTo(MessageCounts.of(3, 0, 0, 0, Map.of(MessageCounts.UNROUTABLE, 1L)));
    assertThat(status.totals()).isEqualTo(metrics.broker().totals());
    assertThat(status)
        .returns(broker.broker().transport(), BrokerStatus::transport)
        .returns(broker.broker().store(), BrokerStatus::store)
        .returns(Durability.MEMORY, BrokerStatus::durability)
        .returns(false, BrokerStatus::survivesRestart);
    assertThat(status.memory().storeBytes()).isPositive();
    assertThat(status.uptime()).isPositive();
    assertThat(status.blocked()).isEmpty();
  }

  @Test
  void shouldShowWhoIsConnected() {
    publishNumbers(3);
    ConnectionInfo publishing = client.monitor().connections().get(0);

    assertThat(publishing.identity()).isEqualTo(client.broker().identity());
    assertThat(publishing.address()).startsWith("127.0.0.1:");
    assertThat(publishing.transport()).isEqualTo(broker.broker().transport());
    assertThat(publishing.product()).startsWith("bbq");
    assertThat(publishing.in()).isEqualTo(3);
    assertThat(publishing.streams()).containsEntry("control", 1L).containsEntry("request", 1L);
    assertThat(publishing.blocked()).isFalse();
  }

  @Test
  void shouldNotChangeASnapshot() {
    BrokerMetrics before = broker.broker().metrics();
    publishNumbers(3);

    assertThat(before.queues()).extracting(QueueInfo::ready).containsExactly(0L);
    assertThat(broker.broker().metrics().queues()).extracting(QueueInfo::ready).containsExactly(3L);
  }
}
