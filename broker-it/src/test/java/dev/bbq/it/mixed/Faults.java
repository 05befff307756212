// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What should not have happened in this process, as far as it fits. */
final class Faults {

  private static final int MOST = 100;
  private final List<String> all = new CopyOnWriteArrayList<>();

  /** Adds one. */
  void add(String fault) {
    if (all.size() < MOST) {
      all.add(fault);
    }
  }

  /** Returns all. */
  List<String> all() {
    return all;
  }
}
