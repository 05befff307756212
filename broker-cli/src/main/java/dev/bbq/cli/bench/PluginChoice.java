// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import dev.bbq.api.plugin.Plugins;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which plugins a measurement uses, on both sides.
 *
 * @param transport name of the transport; empty takes the only one there is
 * @param store name of the broker's store; empty takes the only one there is
 * @param folder folder whose subfolders are plugins; empty for those of the module path alone
 */
public record PluginChoice(
    Optional<String> transport, Optional<String> store, Optional<Path> folder) {

  /** Returns the same choice with another store. */
  PluginChoice withStore(String name) {
    return new PluginChoice(transport, Optional.of(name), folder);
  }

  /** Loads what is in the folder. */
  Plugins load() {
    return folder.map(Plugins::in).orElseGet(Plugins::none);
  }

  /** Returns its form as three arguments. */
  List<String> encode() {
    return List.of(transport.orElse(""), store.orElse(""), folder.map(Path::toString).orElse(""));
  }

  static PluginChoice decode(List<String> arguments) {
    return new PluginChoice(
        given(arguments.get(0)), given(arguments.get(1)), given(arguments.get(2)).map(Path::of));
  }

  private static Optional<String> given(String argument) {
    return Optional.of(argument).filter(text -> !text.isEmpty());
  }
}
