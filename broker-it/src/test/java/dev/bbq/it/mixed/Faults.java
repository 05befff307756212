// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What should not have happened in this process, as far as it fits. */
final class Faults {

  private static final int MOST = 100;
  private static final List<String> ALL = new CopyOnWriteArrayList<>();

  private Faults() {}

  /** Adds one. */
  static void add(String fault) {
    if (ALL.size() < MOST) {
      ALL.add(fault);
    }
  }

  /** Returns all. */
  static List<String> all() {
    return ALL;
  }
}
