// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import java.util.List;
import java.util.Optional;

/**
 * What is measured, and how.
 *
 * @param phases what, in this order
 * @param load how much is sent
 * @param existing the broker to measure; empty for one made for the measurement
 * @param plugins which plugins are used
 */
public record BenchSettings(
    List<Phase> phases, Load load, Optional<ExistingBroker> existing, PluginChoice plugins) {

  public BenchSettings {
    phases = List.copyOf(phases);
  }

  /** Returns the same settings with another store of the broker. */
  BenchSettings withStore(String name) {
    return new BenchSettings(phases, load, existing, plugins.withStore(name));
  }
}
