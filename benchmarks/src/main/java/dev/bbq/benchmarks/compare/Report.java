// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.compare;

import dev.bbq.benchmarks.load.Figures;
import dev.bbq.benchmarks.load.Workload;
import dev.bbq.benchmarks.load.Workload.Unit;
import dev.bbq.benchmarks.peer.Peer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The tables of a comparison, in Markdown.
 *
 * @param reference the name of the broker that others are compared with
 */
record Report(List<Peer> peers, List<Case> cases, Results results, String reference) {

  private static final List<String> LATENCIES = List.of("p50", "p90", Figures.MAIN, "p99.9", "max");

  String markdown(String head) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>(List.of(head, ""));
    for (Case what : cases) {
      lines.addAll(table(what));
    }
    lines.addAll(sweeps());
    lines.addAll(
        List.of(
            "## What was compared",
            "",
            "| | versions | what a confirm and an ack mean |",
            "|---|---|---|"));
    for (Peer peer : peers) {
      lines.add("| %s | %s | %s |".formatted(peer.name(), peer.version(), peer.terms()));
    }
    if (!results.failures().isEmpty()) {
      lines.addAll(List.of("", "## What could not be measured", ""));
      results.failures().forEach(failure -> lines.add("- " + failure));
    }
    return String.join("\n", lines) + "\n";
  }

  private List<String> table(Case what) {
    boolean latencies = what.workload() == Workload.STEADY;
    List<String> lines = new ArrayList<>(List.of("## " + capital(what.title()), ""));
    lines.add(
        "| %s | %s | lowest – highest | window | of its transport | %s is better |"
            .formatted(
                what.workload().unit().words(),
                latencies
                    ? LATENCIES.stream()
                        .map(name -> name.equals(Figures.MAIN) ? "p99" : name)
                        .collect(Collectors.joining(" | "))
                    : what.workload() == Workload.ONE ? "p50" : "median",
                reference));
    lines.add("|---|" + "---:|".repeat(latencies ? LATENCIES.size() + 4 : 5));
    for (Peer peer : peers) {
      List<Measure> own = results.of(peer.name(), what);
      if (!own.isEmpty()) {
        lines.add(row(peer, what, own, latencies ? LATENCIES : List.of(Figures.MAIN)));
      }
    }
    lines.add("");
    return lines;
  }

  private String row(Peer peer, Case what, List<Measure> own, List<String> figures) {
    List<String> cells = new ArrayList<>();
    cells.add(peer.name());
    for (String figure : figures) {
      cells.add(number(results.median(peer.name(), what, figure).orElseThrow(), what));
    }
    cells.add(
        number(own.stream().mapToDouble(Measure::main).min().orElseThrow(), what)
            + " – "
            + number(own.stream().mapToDouble(Measure::main).max().orElseThrow(), what));
    cells.add(what.windows().size() == 1 ? "" : "%,d".formatted(own.getFirst().window()));
    cells.add(peer.ceiling().map(raw -> times(results.ratio(peer.name(), raw, what))).orElse(""));
    cells.add(
        peer.name().equals(reference) ? "" : times(results.ratio(reference, peer.name(), what)));
    return "| " + String.join(" | ", cells) + " |";
  }

  private List<String> sweeps() {
    if (results.sweeps().isEmpty()) {
      return List.of();
    }
    List<String> lines =
        new ArrayList<>(
            List.of(
                "## The search for the window",
                "",
                "| | | messages/s at each window |",
                "|---|---|---|"));
    for (Case what : cases) {
      for (Peer peer : peers) {
        String tried =
            results.sweeps().stream()
                .filter(sweep -> sweep.peer().equals(peer.name()) && sweep.what().equals(what))
                .map(sweep -> "%,d: %s".formatted(sweep.window(), number(sweep.main(), what)))
                .collect(Collectors.joining(", "));
        if (!tried.isEmpty()) {
          lines.add("| %s | %s | %s |".formatted(what.title(), peer.name(), tried));
        }
      }
    }
    lines.add("");
    return lines;
  }

  static String number(double value, Case what) {
    return what.workload().unit() == Unit.KIB
        ? String.format(Locale.ROOT, "%,.1f", value)
        : String.format(Locale.ROOT, "%,.0f", value);
  }

  private static String times(OptionalDouble ratio) {
    return ratio.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f", ratio.getAsDouble());
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
