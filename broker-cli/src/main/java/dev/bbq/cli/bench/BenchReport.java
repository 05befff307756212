// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a series has measured.
 *
 * @param settings with what
 * @param transport the name of the transport
 * @param results in the order of measuring
 */
public record BenchReport(BenchSettings settings, String transport, List<Result> results) {

  private static final double[] PERCENTILES = {50, 90, 99, 99.9};

  public BenchReport {
    results = List.copyOf(results);
  }

  /** Returns it for people. */
  public String table() {
    Formatter text = new Formatter(Locale.ROOT);
    text.format(
        "%s, %d-byte messages, window %d, producers %d, consumers %d%n",
        transport,
        settings.sizeBytes(),
        settings.window(),
        settings.producers(),
        settings.consumers());
    for (Result result : results) {
      text.format(
          "%-24s %,12.0f/s  %,11d messages%s%n",
          result.phase().title(), result.perSecond(), result.count(), share(result));
      String answer = result.phase().raw() ? "to the answer" : "to the confirm";
      appendLatencies(text, answer, result.answer());
      appendLatencies(text, "to the consumer", result.delivery());
    }
    return text.toString();
  }

  /** Returns it in one line of JSON (RFC 8259); latencies are in microseconds. */
  public String json() {
    Formatter text = new Formatter(Locale.ROOT);
    text.format(
        "{\"transport\":\"%s\",\"size\":%d,\"window\":%d,\"producers\":%d,\"consumers\":%d,\"results\":[",
        transport,
        settings.sizeBytes(),
        settings.window(),
        settings.producers(),
        settings.consumers());
    String separator = "";
    for (Result result : results) {
      text.format(
          "%s{\"phase\":\"%s\",\"messages\":%d,\"perSecond\":%.0f",
          separator,
          result.phase().name().toLowerCase(Locale.ROOT),
          result.count(),
          result.perSecond());
      appendJson(text, "answerMicros", result.answer());
      appendJson(text, "deliveryMicros", result.delivery());
      text.format("}");
      separator = ",";
    }
    return text.format("]}").toString();
  }

  private String share(Result result) {
    Optional<Phase> ceiling = result.phase().ceiling();
    return results.stream()
        .filter(other -> ceiling.equals(Optional.of(other.phase())))
        .map(raw -> ", %.2f of raw".formatted(result.perSecond() / raw.perSecond()))
        .findFirst()
        .orElse("");
  }

  private static void appendLatencies(Formatter text, String what, Latencies latencies) {
    if (latencies.isEmpty()) {
      return;
    }
    text.format("  %-22s", what);
    for (double percentile : PERCENTILES) {
      text.format(
          "  p%s %.2f ms", name(percentile), latencies.percentileMicros(percentile) / 1000.0);
    }
    text.format("  max %.2f ms%n", latencies.maxMicros() / 1000.0);
  }

  private static void appendJson(Formatter text, String name, Latencies latencies) {
    if (latencies.isEmpty()) {
      return;
    }
    text.format(",\"%s\":{", name);
    for (double percentile : PERCENTILES) {
      text.format("\"p%s\":%d,", name(percentile), latencies.percentileMicros(percentile));
    }
    text.format("\"max\":%d}", latencies.maxMicros());
  }

  private static String name(double percentile) {
    return percentile == Math.rint(percentile)
        ? Integer.toString((int) percentile)
        : Double.toString(percentile);
  }
}
