// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/**
 * What was measured with two stores in turns.
 *
 * @param settings with what
 * @param transport the name of the transport
 * @param store the name of one store
 * @param other the name of the other
 * @param rounds in the order of measuring; an odd number
 */
public record StoreComparison(
    BenchSettings settings, String transport, String store, String other, List<Round> rounds) {

  /**
   * One turn of each.
   *
   * @param store of the one store
   * @param other of the other
   */
  public record Round(Result store, Result other) {
    double ratio() {
      return store.perSecond() / other.perSecond();
    }
  }

  public StoreComparison {
    rounds = List.copyOf(rounds);
  }

  /** Returns it for people. */
  public String table() {
    Formatter text = new Formatter(Locale.ROOT);
    text.format("%s, %s, %s%n", transport, settings.load().title(), Phase.THROUGH.title());
    for (Round round : rounds) {
      text.format(
          "  %s %,.0f/s  %s %,.0f/s  %.2f%n",
          store, round.store().perSecond(), other, round.other().perSecond(), round.ratio());
    }
    text.format("%s / %s: %.2f, the median of %d%n", store, other, ratio(), rounds.size());
    return text.toString();
  }

  /** Returns it in one line of JSON. */
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
            .array("rounds");
    for (Round round : rounds) {
      json.object()
          .value(store, Math.round(round.store().perSecond()))
          .value(other, Math.round(round.other().perSecond()))
          .end();
    }
    return json.end().value("ratio", Math.round(ratio() * 100) / 100.0).end().done();
  }

  /** Returns how fast the one is where the other is 1: the median, which no stall spoils. */
  double ratio() {
    return rounds.stream()
        .mapToDouble(Round::ratio)
        .sorted()
        .skip(rounds.size() / 2)
        .findFirst()
        .orElseThrow();
  }
}
