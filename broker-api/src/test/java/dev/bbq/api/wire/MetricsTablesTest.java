// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.BrokerStatus;
import dev.bbq.api.ConnectionInfo;
import dev.bbq.api.MessageCounts;
import dev.bbq.api.QueueOptions;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.store.StoreCapabilities.Durability;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks the tables of docs/metrics.md against the counters that items have. */
class MetricsTablesTest {

  private static final List<String> REASONS =
      List.of(
          MessageCounts.EXPIRED,
          MessageCounts.OVERFLOW,
          MessageCounts.REJECTED,
          MessageCounts.DELIVERY_LIMIT);
  private static final MessageCounts OF_A_QUEUE =
      new MessageCounts(
          1,
          1,
          1,
          1,
          one(REASONS),
          one(
              REASONS,
              MessageCounts.PURGED,
              MessageCounts.NO_DEAD_LETTER_TARGET,
              MessageCounts.DEAD_LETTER_CYCLE));
  private static final MessageCounts OF_ALL =
      new MessageCounts(
          1,
          1,
          1,
          1,
          one(REASONS),
          one(
              REASONS,
              MessageCounts.PURGED,
              MessageCounts.NO_DEAD_LETTER_TARGET,
              MessageCounts.DEAD_LETTER_CYCLE,
              MessageCounts.DELETED,
              MessageCounts.UNROUTABLE));
  private static final QueueInfo QUEUE =
      new QueueInfo("q", QueueOptions.NONE, 1, 0, 1, 1, OF_A_QUEUE);
  private static final ConnectionInfo CONNECTION =
      new ConnectionInfo(
          1,
          "CN=c",
          "a",
          "t",
          "p",
          Instant.EPOCH,
          true,
          Duration.ofMillis(1),
          new TreeMap<>(Map.of("publish", 1L, "consume", 1L, "request", 1L, "control", 1L)),
          1,
          1,
          1);
  private static final BrokerStatus BROKER =
      new BrokerStatus(
          "p",
          1,
          "t",
          "s",
          Durability.MEMORY,
          true,
          Instant.EPOCH,
          Duration.ofMillis(1),
          Optional.of("r"),
          new BrokerStatus.Memory(1, 1, 1, 1, 1),
          new BrokerStatus.Totals(1, 1, 1, 1, 1, 1, 1, 1, 1),
          OF_ALL);

  private final ProtocolDocument document = ProtocolDocument.read("metrics.md");

  private static SortedMap<String, Long> one(List<String> reasons, String... others) {
    SortedMap<String, Long> one = new TreeMap<>();
    reasons.forEach(reason -> one.put(reason, 1L));
    Arrays.asList(others).forEach(reason -> one.put(reason, 1L));
    return one;
  }

  @Test
  void shouldListTheCountersOfAQueue() throws ProtocolException {
    assertThat(written("counter of a queue")).isEqualTo(sent(new Block.QueueItem(QUEUE)));
  }

  @Test
  void shouldListTheCountersOfAConnection() throws ProtocolException {
    assertThat(written("counter of a connection"))
        .isEqualTo(sent(new Block.ConnectionItem(CONNECTION)));
  }

  @Test
  void shouldListTheCountersOfTheBroker() throws ProtocolException {
    assertThat(written("counter of the broker")).isEqualTo(sent(new Block.BrokerItem(BROKER)));
  }

  @Test
  void shouldGiveAUnitAndAMeaningForEach() {
    for (String table :
        List.of("counter of a queue", "counter of a connection", "counter of the broker")) {
      assertThat(document.table(table, "unit", "meaning"))
          .allSatisfy(
              row -> assertThat(row).hasSize(3).allSatisfy(c -> assertThat(c).isNotEmpty()));
    }
  }

  private Set<String> written(String table) {
    return document.table(table, "unit", "meaning").stream()
        .map(row -> row.get(0))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> sent(Block.Item item) throws ProtocolException {
    byte[] block = BlockCodec.encode(item);
    byte[] payload = Arrays.copyOfRange(block, BlockReader.HEADER_BYTES, block.length);
    FieldReader in = new FieldReader(Tag.ITEM, payload);
    skipFields(item, in);
    return new TreeMap<>(new Counters(in).under("")).keySet();
  }

  private static void skipFields(Block.Item item, FieldReader in) throws ProtocolException {
    in.u8("kind");
    if (item instanceof Block.QueueItem) {
      in.text("name");
      in.octets("arguments");
      in.u64("ready");
      in.u64("delayed");
      in.u64("unacked");
      in.u64("consumers");
    } else if (item instanceof Block.ConnectionItem) {
      in.u64("number");
      in.text("identity");
      in.text("address");
      in.text("transport");
      in.text("product");
      in.u64("since");
      in.flag("blocked");
    } else {
      in.text("product");
      in.u16("version");
      in.text("transport");
      in.text("store");
      in.u8("durability");
      in.flag("survives restart");
      in.u64("since");
      in.flag("blocked");
      in.text("reason");
    }
  }

  @Test
  void shouldPassOverCountersThatItDoesNotKnow() throws ProtocolException {
    byte[] block = BlockCodec.encode(new Block.QueueItem(QUEUE));
    byte[] payload = Arrays.copyOfRange(block, BlockReader.HEADER_BYTES, block.length);
    byte[] one = {0, 0, 0, 0, 0, 0, 0, 1};
    byte[] more = Bytes.concat(List.of(payload, Bytes.field(new byte[] {'?'}), one));

    assertThat(BlockCodec.decodeResponse(Tag.ITEM, more)).isEqualTo(new Block.QueueItem(QUEUE));
  }

  @Test
  void shouldTakeCountersThatAreNotThereForZero() throws ProtocolException {
    byte[] block = BlockCodec.encode(new Block.QueueItem(QUEUE));
    int fields = 1 + Long.BYTES + 1 + 5 * Long.BYTES;
    byte[] payload =
        Arrays.copyOfRange(block, BlockReader.HEADER_BYTES, BlockReader.HEADER_BYTES + fields);

    assertThat(BlockCodec.decodeResponse(Tag.ITEM, payload))
        .isEqualTo(
            new Block.QueueItem(
                new QueueInfo("q", QueueOptions.NONE, 1, 0, 1, 1, MessageCounts.NONE)));
  }
}
