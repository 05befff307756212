// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.core.connection.Wire.block;
import static dev.bbq.core.connection.Wire.blocks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.BrokerStatus;
import dev.bbq.api.ConnectionInfo;
import dev.bbq.api.ExchangeType;
import dev.bbq.api.MessageCounts;
import dev.bbq.api.store.StoreCapabilities.Durability;
import dev.bbq.api.wire.Block;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OverviewTest {

  private final TestBroker broker = new TestBroker("q");
  private final Overview overview = broker.connections.overview();

  private List<ConnectionInfo> connections() {
    List<ConnectionInfo> all = new ArrayList<>();
    overview.connections().forEachRemaining(all::add);
    return all;
  }

  @Test
  void shouldShowAConnectionAsItIs() {
    FakeConnection connection = broker.connect();
    connection.open(block(new Block.Hello(1, 1, "grill/1.0\n")));
    connection.open(Wire.send("q", "a"), Wire.send("q", "b"), Wire.send("nowhere", "c"));
    connection.open(block(new Block.Receive("q", 1, 1)));

    assertThat(connections())
        .containsExactly(
            new ConnectionInfo(
                1,
                TestBroker.IDENTITY,
                "127.0.0.1:50000",
                "fake",
                "grill/1.0\\u000a",
                TestBroker.START,
                false,
                Duration.ZERO,
                new TreeMap<>(Map.of("control", 1L, "publish", 1L, "consume", 1L)),
                3,
                1,
                1));
  }

  @Test
  void shouldShowConnectionsByTheirNumber() {
    broker.connect();
    FakeConnection second = broker.connect();
    broker.connect();
    second.lose();

    assertThat(connections()).extracting(ConnectionInfo::number).containsExactly(1L, 3L);
    assertThat(overview.broker().totals())
        .returns(2L, BrokerStatus.Totals::connections)
        .returns(3L, BrokerStatus.Totals::connectionsOpened);
  }

  @Test
  void shouldCountAStreamOnlyAsLongAsItIsOpen() {
    FakeConnection connection = broker.connect();
    FakeStream stream = connection.open(Wire.send("q", "a"));
    stream.close();

    assertThat(connections().get(0).streams()).isEmpty();
  }

  @Test
  void shouldShowTheBroker() {
    broker.topology.declareExchange("x", ExchangeType.FANOUT, true);
    FakeConnection connection = broker.connect();
    connection.open(Wire.send("q", "a"), Wire.send("x", "k", "dropped"));
    broker.topology.bind("q", "x", "k");
    connection.open(block(new Block.Receive("q", 1, 1)));
    BrokerStatus now = overview.broker();

    assertThat(now)
        .returns("bbq/test", BrokerStatus::product)
        .returns(1, BrokerStatus::protocolVersion)
        .returns("fake", BrokerStatus::transport)
        .returns("test", BrokerStatus::store)
        .returns(Durability.MEMORY, BrokerStatus::durability)
        .returns(TestBroker.START, BrokerStatus::since)
        .returns(new BrokerStatus.Totals(1, 1, 1, 1, 1, 1, 0, 0, 1), BrokerStatus::totals)
        .returns(
            MessageCounts.of(1, 1, 0, 0, Map.of(MessageCounts.UNROUTABLE, 1L)),
            BrokerStatus::counts);
    assertThat(now.blocked()).isEmpty();
    assertThat(now.memory().heapUsedBytes()).isBetween(1L, now.memory().heapMaxBytes());
  }

  @Test
  void shouldKeepTheCountsOfADeletedQueue() {
    broker.connect().open(Wire.send("q", "a"), Wire.send("q", "b"));
    broker.topology.deleteQueue("q");

    assertThat(overview.broker().counts())
        .isEqualTo(MessageCounts.of(2, 0, 0, 0, Map.of(MessageCounts.DELETED, 2L)));
  }

  @Test
  void shouldSayWhyPublishersWaitAndWhoDoes() {
    FakeConnection waiting = broker.connect();
    broker.connect();
    long watermarkBytes = overview.broker().memory().watermarkBytes();
    broker.usedBytes.set(watermarkBytes + 1);
    waiting.open(Wire.send("q", "a"));

    assertThat(overview.broker().blocked()).hasValueSatisfying(r -> assertThat(r).isNotBlank());
    assertThat(overview.broker().memory().storeBytes()).isEqualTo(watermarkBytes + 1);
    assertThat(connections()).extracting(ConnectionInfo::blocked).containsExactly(true, false);
  }

  @Test
  void shouldListConnectionsAndTheBrokerToAClient() {
    FakeConnection connection = broker.connect();

    assertThat(blocks(connection.open(block(new Block.ListAll(Block.Kind.CONNECTIONS))).output()))
        .hasSize(2)
        .first()
        .isInstanceOf(Block.ConnectionItem.class);
    assertThat(blocks(connection.open(block(new Block.ListAll(Block.Kind.BROKER))).output()))
        .hasSize(2)
        .first()
        .isInstanceOf(Block.BrokerItem.class);
  }

  @Test
  void shouldAddUpTheTimesThatAConnectionWasBlocked() {
    ConnectionCounters counters = new ConnectionCounters();
    counters.blocked(true);
    counters.blocked(true);
    assertThat(counters.isBlocked()).isTrue();
    counters.blocked(false);
    counters.blocked(false);
    Duration first = counters.blockedTime();
    assertThat(counters.isBlocked()).isFalse();
    assertThat(counters.blockedTime()).isEqualTo(first).isPositive();
    counters.blocked(true);
    counters.blocked(false);
    assertThat(counters.blockedTime()).isGreaterThan(first);
  }
}
