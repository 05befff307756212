// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.compare;

import dev.bbq.benchmarks.load.Figures;
import dev.bbq.benchmarks.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The medians of a comparison as bars, in SVG. */
record Chart(List<Peer> peers, List<Case> cases, Results results) {

  private static final int WIDTH = 900;
  private static final int NAMES = 190;
  private static final int BARS = 560;
  private static final int ROW = 22;
  private static final int HEAD = 44;

  String svg() {
    List<String> parts = new ArrayList<>();
    int y = 0;
    for (Case what : cases) {
      List<Peer> measured =
          peers.stream().filter(peer -> !results.of(peer.name(), what).isEmpty()).toList();
      if (!measured.isEmpty()) {
        parts.add(head(what, y));
        y += HEAD;
        double longest = measured.stream().mapToDouble(peer -> median(peer, what)).max().orElse(1);
        for (Peer peer : measured) {
          parts.add(bar(peer, what, longest, y));
          y += ROW;
        }
      }
    }
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif">
    <rect width="100%%" height="100%%" fill="white"/>
    %s
    </svg>
    """
        .formatted(WIDTH, y + ROW, String.join("\n", parts));
  }

  private double median(Peer peer, Case what) {
    return results.median(peer.name(), what, Figures.MAIN).orElseThrow();
  }

  private static String head(Case what, int y) {
    return "<text x=\"8\" y=\"%d\" font-size=\"15\" font-weight=\"bold\">%s (%s)</text>"
        .formatted(y + HEAD - 12, what.title(), what.workload().unit().words());
  }

  private String bar(Peer peer, Case what, double longest, int y) {
    double value = median(peer, what);
    double length = longest <= 0 ? 0 : Math.max(1, value / longest * BARS);
    String name = peer.name().replace("<", "&lt;");
    return String.format(
        Locale.ROOT,
        """
        <text x="%d" y="%d" font-size="12" text-anchor="end">%s</text>
        <rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>
        <text x="%.1f" y="%d" font-size="12">%s</text>\
        """,
        NAMES - 8,
        y + 15,
        name,
        NAMES,
        y + 3,
        length,
        ROW - 6,
        colour(peer),
        NAMES + length + 6,
        y + 15,
        Report.number(value, what));
  }

  private static String colour(Peer peer) {
    if (peer.name().startsWith("bbq")) {
      return "#d9480f";
    }
    return peer.name().startsWith("raw") ? "#ced4da" : "#4c6ef5";
  }
}
