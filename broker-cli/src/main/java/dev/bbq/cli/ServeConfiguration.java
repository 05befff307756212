// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static dev.bbq.cli.ServeKeys.CERTS;
import static dev.bbq.cli.ServeKeys.TLS_CA;
import static dev.bbq.cli.ServeKeys.TLS_CERT;
import static dev.bbq.cli.ServeKeys.TLS_KEY;

import dev.bbq.api.ConnectionException;
import dev.bbq.api.plugin.PluginException;
import dev.bbq.api.plugin.Plugins;
import dev.bbq.api.plugin.Stores;
import dev.bbq.api.plugin.Transports;
import dev.bbq.cli.config.Key;
import dev.bbq.cli.config.Origin;
import dev.bbq.cli.config.Problems;
import dev.bbq.cli.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bbq serve} is told by flags, environment and file together.
 *
 * @param file the file, if one was read
 * @param settings the values of all keys
 * @param tls the broker's certificates, if any were given
 * @param plugins the folder of plugins, if there is one
 */
record ServeConfiguration(
    Optional<Path> file, Settings settings, Optional<TlsFiles> tls, Optional<Path> plugins) {

  /**
   * Reads it.
   *
   * @param file as the command line gives it; else {@code BBQ_CONFIG}, else {@code conf/bbq.yaml}
   *     of the installation
   * @param flags the values of flags, by the names of keys
   * @param problems is told all that is wrong; if it is told something the result is of no use
   */
  static ServeConfiguration read(
      Optional<Path> file, Map<String, String> flags, Map<String, String> env, Problems problems) {
    Optional<Path> chosen = file.or(() -> fileOf(env));
    Settings settings = Settings.read(ServeKeys.all(), flags, env, chosen, problems);
    if (problems.isEmpty()) {
      checkLimits(settings, problems);
    }
    return new ServeConfiguration(
        chosen,
        settings,
        tls(settings, problems),
        settings.find(ServeKeys.PLUGINS).or(() -> Installation.pluginsOf(env)));
  }

  private static Optional<Path> fileOf(Map<String, String> env) {
    String variable = env.getOrDefault("BBQ_CONFIG", "");
    return variable.isEmpty()
        ? Installation.of(env).map(home -> home.resolve("conf/bbq.yaml")).filter(Files::exists)
        : Optional.of(Path.of(variable));
  }

  private static void checkLimits(Settings settings, Problems problems) {
    try {
      LimitKeys.of(settings);
    } catch (IllegalArgumentException e) {
      if (settings.get(LimitKeys.CONNECTION_WINDOW) < settings.get(LimitKeys.STREAM_WINDOW)) {
        Key<Long> key = LimitKeys.CONNECTION_WINDOW;
        problems.add(
            settings.origin(key),
            "value not allowed: %s=%s, allowed=not below limits.stream-window, which is %s"
                .formatted(
                    key.name(),
                    settings.text(key).orElseThrow(),
                    settings.text(LimitKeys.STREAM_WINDOW).orElseThrow()));
      } else {
        problems.add(new Origin.Standard(), String.valueOf(e.getMessage()));
      }
    }
  }

  /** A folder or three files: what was given closer to the command line wins. */
  private static Optional<TlsFiles> tls(Settings settings, Problems problems) {
    List<Key<Path>> keys = List.of(TLS_CERT, TLS_KEY, TLS_CA);
    List<Key<Path>> given = keys.stream().filter(key -> settings.find(key).isPresent()).toList();
    Optional<TlsFiles> folder = settings.find(CERTS).map(TlsFiles::in);
    if (given.isEmpty()) {
      return folder;
    }
    Origin files = settings.origin(given.get(0));
    if (folder.isPresent()) {
      int order = Integer.compare(rank(settings.origin(CERTS)), rank(files));
      if (order < 0) {
        return folder;
      }
      if (order == 0) {
        problems.add(
            settings.origin(CERTS),
            "certs and %s exclude each other; remove one".formatted(given.get(0).name()));
      }
    }
    keys.stream()
        .filter(key -> !given.contains(key))
        .forEach(
            key ->
                problems.add(
                    files,
                    "%s is given without %s; give tls.cert, tls.key and tls.ca, or certs instead"
                        .formatted(given.get(0).name(), key.name())));
    return given.size() == keys.size()
        ? Optional.of(
            new TlsFiles(settings.get(TLS_CERT), settings.get(TLS_KEY), settings.get(TLS_CA)))
        : Optional.empty();
  }

  private static int rank(Origin origin) {
    return switch (origin) {
      case Origin.Flag flag -> 0;
      case Origin.Variable variable -> 1;
      case Origin.Line line -> 2;
      case Origin.Standard standard -> 3;
    };
  }

  /** Looks at what the values name: certificates and plugins. */
  void check(Problems problems) {
    tls.ifPresent(
        files -> {
          try {
            files.read();
          } catch (ConnectionException e) {
            problems.add(
                settings.origin(settings.find(CERTS).isPresent() ? CERTS : TLS_CERT),
                String.valueOf(e.getMessage()));
          }
        });
    Plugins loaded = attempt(ServeKeys.PLUGINS, this::loadPlugins, problems);
    if (loaded != null) {
      attempt(
          ServeKeys.TRANSPORT,
          () -> Transports.find(settings.find(ServeKeys.TRANSPORT), loaded),
          problems);
      attempt(ServeKeys.STORE, () -> Stores.find(settings.find(ServeKeys.STORE), loaded), problems);
    }
  }

  private <T> @Nullable T attempt(Key<?> key, Supplier<T> call, Problems problems) {
    try {
      return call.get();
    } catch (PluginException e) {
      problems.add(settings.origin(key), String.valueOf(e.getMessage()));
      return null;
    }
  }

  /**
   * Loads the plugins, if there is a folder of them.
   *
   * @throws PluginException if one is broken
   */
  Plugins loadPlugins() {
    return plugins.map(Plugins::in).orElse(Plugins.none());
  }
}
