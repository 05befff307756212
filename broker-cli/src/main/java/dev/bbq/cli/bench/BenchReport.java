// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
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

  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};

  public BenchReport {
    results = List.copyOf(results);
  }

  /** Returns it for people. */
  public String table() {
    Formatter text = new Formatter(Locale.ROOT);
    text.format("%s, %s%n", transport, settings.load().title());
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

  /** Returns it in one line of JSON; latencies are in microseconds. */
  public String json() {
    Load load = settings.load();
    JsonStringWriter json =
        JsonWriter.string()
            .object()
            .value("transport", transport)
            .value("size", load.sizeBytes())
            .value("window", load.window())
            .value("publishers", load.publishers())
            .value("consumers", load.consumers())
            .value("rate", load.rate())
            .array("results");
    for (Result result : results) {
      json.object()
          .value("phase", result.phase().name().toLowerCase(Locale.ROOT))
          .value("messages", result.count())
          .value("perSecond", Math.round(result.perSecond()));
      appendJson(json, "answerMicros", result.answer());
      appendJson(json, "deliveryMicros", result.delivery());
      json.end();
    }
    return json.end().end().done();
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

  private static void appendJson(JsonStringWriter json, String name, Latencies latencies) {
    if (latencies.isEmpty()) {
      return;
    }
    json.object(name);
    for (double percentile : PERCENTILES) {
      json.value("p" + name(percentile), latencies.percentileMicros(percentile));
    }
    json.value("max", latencies.maxMicros()).end();
  }

  private static String name(double percentile) {
    return percentile == Math.rint(percentile)
        ? Integer.toString((int) percentile)
        : Double.toString(percentile);
  }
}
