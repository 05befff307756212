// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with a configuration, gathered so that all of it is told at once. */
public final class Problems {

  private final List<Problem> all = new ArrayList<>();

  /** Adds one. */
  public void add(Origin where, String what) {
    all.add(new Problem(where, what));
  }

  /** Returns all so far, each in one line: those of the file in its order, then the others. */
  public List<String> all() {
    return all.stream()
        .sorted(Comparator.comparingInt(Problem::line))
        .map(problem -> "%s: %s".formatted(problem.where(), problem.what()))
        .toList();
  }

  /** Tells whether there is none so far. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  private record Problem(Origin where, String what) {

    int line() {
      return where instanceof Origin.Line line ? line.number() : Integer.MAX_VALUE;
    }
  }
}
