// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import dev.bbq.api.BrokerStatus;
import dev.bbq.api.ConnectionInfo;
import dev.bbq.api.ExchangeType;
import dev.bbq.api.MessageCounts;
import dev.bbq.api.Topology.BindingInfo;
import dev.bbq.api.Topology.ExchangeInfo;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.store.StoreCapabilities.Durability;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Turns the rows of lists into bytes and back (docs/protocol.md, "LIST and ITEM"). */
final class ItemCodec {

  private static final String DEAD_LETTERED = "dead-lettered.";
  private static final String DROPPED = "dropped.";
  private static final String STREAMS = "streams.";

  private ItemCodec() {}

  static byte[] encode(Block.Item item) {
    return switch (item) {
      case Block.ExchangeItem i -> exchange(i.exchange());
      case Block.QueueItem i -> queue(i.queue());
      case Block.BindingItem i -> binding(i.binding());
      case Block.ConnectionItem i -> connection(i.connection());
      case Block.BrokerItem i -> broker(i.broker());
    };
  }

  private static FieldWriter begin(Block.Kind kind) {
    return new FieldWriter(Tag.ITEM).choice(kind);
  }

  private static byte[] exchange(ExchangeInfo x) {
    return begin(Block.Kind.EXCHANGES)
        .text(x.name())
        .choice(x.type())
        .flag(x.dropUnroutable())
        .u64(x.dropped())
        .block();
  }

  private static byte[] queue(QueueInfo q) {
    FieldWriter out =
        begin(Block.Kind.QUEUES)
            .text(q.name())
            .octets(QueueArguments.encode(q.options()))
            .u64(q.ready())
            .u64(q.delayed())
            .u64(q.unacked())
            .u64(q.consumers());
    return counts(out, q.counts()).block();
  }

  private static byte[] binding(BindingInfo b) {
    return begin(Block.Kind.BINDINGS)
        .text(b.exchange())
        .text(b.queue())
        .text(b.routingKey())
        .block();
  }

  private static byte[] connection(ConnectionInfo c) {
    FieldWriter out =
        begin(Block.Kind.CONNECTIONS)
            .u64(c.number())
            .reason(c.identity())
            .text(c.address())
            .text(c.transport())
            .reason(c.product())
            .u64(c.since().toEpochMilli())
            .flag(c.blocked())
            .counter("blocked-ms", c.blockedTime().toMillis())
            .counter("in", c.in())
            .counter("refused", c.refused())
            .counter("out", c.out());
    c.streams().forEach((kind, count) -> out.counter(STREAMS + kind, count));
    return out.block();
  }

  private static byte[] broker(BrokerStatus b) {
    FieldWriter out =
        begin(Block.Kind.BROKER)
            .text(b.product())
            .u16(b.protocolVersion())
            .text(b.transport())
            .text(b.store())
            .choice(b.durability())
            .flag(b.survivesRestart())
            .u64(b.since().toEpochMilli())
            .flag(b.blocked().isPresent())
            .reason(b.blocked().orElse(""))
            .counter("uptime-ms", b.uptime().toMillis());
    BrokerStatus.Memory memory = b.memory();
    out.counter("store-bytes", memory.storeBytes())
        .counter("held-bytes", memory.heldBytes())
        .counter("watermark-bytes", memory.watermarkBytes())
        .counter("heap-used-bytes", memory.heapUsedBytes())
        .counter("heap-max-bytes", memory.heapMaxBytes());
    BrokerStatus.Totals totals = b.totals();
    out.counter("connections", totals.connections())
        .counter("connections-opened", totals.connectionsOpened())
        .counter("exchanges", totals.exchanges())
        .counter("queues", totals.queues())
        .counter("bindings", totals.bindings())
        .counter("consumers", totals.consumers())
        .counter("ready", totals.ready())
        .counter("delayed", totals.delayed())
        .counter("unacked", totals.unacked());
    return counts(out, b.counts()).block();
  }

  private static FieldWriter counts(FieldWriter out, MessageCounts counts) {
    out.counter("in", counts.in())
        .counter("out", counts.out())
        .counter("acked", counts.acked())
        .counter("redelivered", counts.redelivered());
    counts.deadLettered().forEach((reason, count) -> out.counter(DEAD_LETTERED + reason, count));
    counts.dropped().forEach((reason, count) -> out.counter(DROPPED + reason, count));
    return out;
  }

  // Arguments are evaluated from left to right (JLS 15.7.4), so fields are read in the order of the
  // wire.
  static Block.Item decode(FieldReader in) throws ProtocolException {
    return switch (in.choice("kind", Block.Kind.values())) {
      case EXCHANGES ->
          new Block.ExchangeItem(
              new ExchangeInfo(
                  in.text("name"),
                  in.choice("type", ExchangeType.values()),
                  in.flag("drop unroutable"),
                  in.u64("dropped")));
      case QUEUES ->
          new Block.QueueItem(
              new QueueInfo(
                  in.text("name"),
                  QueueArguments.decodeKnown(in.octets("arguments")),
                  in.u64("ready"),
                  in.u64("delayed"),
                  in.u64("unacked"),
                  (int) Math.min(in.u64("consumers"), Integer.MAX_VALUE),
                  counts(new Counters(in))));
      case BINDINGS ->
          new Block.BindingItem(
              new BindingInfo(in.text("exchange"), in.text("queue"), in.text("routing key")));
      case CONNECTIONS -> new Block.ConnectionItem(connection(in));
      case BROKER -> new Block.BrokerItem(broker(in));
    };
  }

  private static ConnectionInfo connection(FieldReader in) throws ProtocolException {
    long number = in.u64("number");
    String identity = in.text("identity");
    String address = in.text("address");
    String transport = in.text("transport");
    String product = in.text("product");
    Instant since = Instant.ofEpochMilli(in.u64("since"));
    boolean blocked = in.flag("blocked");
    Counters counters = new Counters(in);
    return new ConnectionInfo(
        number,
        identity,
        address,
        transport,
        product,
        since,
        blocked,
        Duration.ofMillis(counters.get("blocked-ms")),
        counters.under(STREAMS),
        counters.get("in"),
        counters.get("refused"),
        counters.get("out"));
  }

  private static BrokerStatus broker(FieldReader in) throws ProtocolException {
    String product = in.text("product");
    int version = in.u16("version");
    String transport = in.text("transport");
    String store = in.text("store");
    Durability durability = in.choice("durability", Durability.values());
    boolean survivesRestart = in.flag("survives restart");
    Instant since = Instant.ofEpochMilli(in.u64("since"));
    boolean blocked = in.flag("blocked");
    String reason = in.text("reason");
    Counters counters = new Counters(in);
    return new BrokerStatus(
        product,
        version,
        transport,
        store,
        durability,
        survivesRestart,
        since,
        Duration.ofMillis(counters.get("uptime-ms")),
        blocked ? Optional.of(reason) : Optional.empty(),
        new BrokerStatus.Memory(
            counters.get("store-bytes"),
            counters.get("held-bytes"),
            counters.get("watermark-bytes"),
            counters.get("heap-used-bytes"),
            counters.get("heap-max-bytes")),
        new BrokerStatus.Totals(
            counters.get("connections"),
            counters.get("connections-opened"),
            counters.get("exchanges"),
            counters.get("queues"),
            counters.get("bindings"),
            counters.get("consumers"),
            counters.get("ready"),
            counters.get("delayed"),
            counters.get("unacked")),
        counts(counters));
  }

  private static MessageCounts counts(Counters counters) {
    return new MessageCounts(
        counters.get("in"),
        counters.get("out"),
        counters.get("acked"),
        counters.get("redelivered"),
        counters.under(DEAD_LETTERED),
        counters.under(DROPPED));
  }
}
