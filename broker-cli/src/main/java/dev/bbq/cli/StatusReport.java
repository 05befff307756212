// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import dev.bbq.api.BrokerStatus;
import dev.bbq.api.MessageCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A broker's status in words and in JSON. */
final class StatusReport {

  private static final int NAME_WIDTH = 13;

  private StatusReport() {}

  /** Returns a line for each thing worth knowing. */
  static String text(BrokerStatus status) {
    BrokerStatus.Totals totals = status.totals();
    BrokerStatus.Memory memory = status.memory();
    MessageCounts counts = status.counts();
    List<String> lines = new ArrayList<>();
    add(lines, "state", status.blocked().map(why -> "blocked: " + why).orElse("up"));
    add(lines, "broker", format("%s, protocol %d", status.product(), status.protocolVersion()));
    add(lines, "transport", status.transport());
    add(
        lines,
        "store",
        format(
            "%s, %s",
            status.store(),
            status.survivesRestart() ? "survives a restart" : "its messages end with the broker"));
    add(
        lines,
        "up since",
        format("%s, for %s", status.since(), Durations.inWords(status.uptime())));
    add(
        lines,
        "memory",
        format(
            "%s of messages, blocks above %s; heap %s of %s",
            mebibytes(memory.storeBytes() + memory.heldBytes()),
            mebibytes(memory.watermarkBytes()),
            mebibytes(memory.heapUsedBytes()),
            mebibytes(memory.heapMaxBytes())));
    add(
        lines,
        "connections",
        format("%,d now, %,d since the start", totals.connections(), totals.connectionsOpened()));
    add(
        lines,
        "topology",
        format(
            "%,d exchanges, %,d queues, %,d bindings, %,d consumers",
            totals.exchanges(), totals.queues(), totals.bindings(), totals.consumers()));
    add(
        lines,
        "messages",
        format(
            "%,d ready, %,d delayed, %,d unacked",
            totals.ready(), totals.delayed(), totals.unacked()));
    add(
        lines,
        "since start",
        format(
            "%,d in, %,d out, %,d acked, %,d redelivered, dead-lettered: %s, dropped: %s",
            counts.in(),
            counts.out(),
            counts.acked(),
            counts.redelivered(),
            byReason(counts.deadLettered()),
            byReason(counts.dropped())));
    return String.join("\n", lines);
  }

  private static void add(List<String> lines, String name, String words) {
    lines.add(name + " ".repeat(NAME_WIDTH - name.length()) + Printable.of(words));
  }

  @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency
  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MiB", bytes / 1048576.0);
  }

  private static String byReason(Map<String, Long> counts) {
    return counts.isEmpty()
        ? "none"
        : counts.entrySet().stream()
            .map(entry -> "%d %s".formatted(entry.getValue(), entry.getKey()))
            .collect(Collectors.joining(", "));
  }

  /** Returns one line. */
  static String json(BrokerStatus status) {
    BrokerStatus.Totals totals = status.totals();
    BrokerStatus.Memory memory = status.memory();
    JsonStringWriter json =
        JsonWriter.string()
            .object()
            .value("blocked", status.blocked().isPresent())
            .value("blockedReason", status.blocked().orElse(null))
            .value("product", status.product())
            .value("protocolVersion", status.protocolVersion())
            .value("transport", status.transport())
            .value("store", status.store())
            .value("durability", status.durability().name().toLowerCase(Locale.ROOT))
            .value("survivesRestart", status.survivesRestart())
            .value("since", status.since().toString())
            .value("uptimeMs", status.uptime().toMillis())
            .object("memory")
            .value("storeBytes", memory.storeBytes())
            .value("heldBytes", memory.heldBytes())
            .value("watermarkBytes", memory.watermarkBytes())
            .value("heapUsedBytes", memory.heapUsedBytes())
            .value("heapMaxBytes", memory.heapMaxBytes())
            .end()
            .object("totals")
            .value("connections", totals.connections())
            .value("connectionsOpened", totals.connectionsOpened())
            .value("exchanges", totals.exchanges())
            .value("queues", totals.queues())
            .value("bindings", totals.bindings())
            .value("consumers", totals.consumers())
            .value("ready", totals.ready())
            .value("delayed", totals.delayed())
            .value("unacked", totals.unacked())
            .end();
    MessageCounts counts = status.counts();
    json.object("counts")
        .value("in", counts.in())
        .value("out", counts.out())
        .value("acked", counts.acked())
        .value("redelivered", counts.redelivered())
        .object("deadLettered", counts.deadLettered())
        .object("dropped", counts.dropped())
        .end();
    return json.end().done();
  }
}
