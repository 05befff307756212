// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A module of the product as it lies on the class path.
 *
 * @param name its name
 * @param location its jar, or the folder of its classes
 */
record ProductModule(String name, Path location) {

  static final ProductModule API = of("dev.bbq.api", "dev.bbq.api.BbqClient");
  static final ProductModule CORE = of("dev.bbq.core", "dev.bbq.core.Broker");
  static final ProductModule NETTY =
      of("dev.bbq.transport.netty", "dev.bbq.transport.netty.NettyQuicTransport");
  static final ProductModule KWIK =
      of("dev.bbq.transport.kwik", "dev.bbq.transport.kwik.KwikTransport");
  static final ProductModule MEMORY =
      of("dev.bbq.store.memory", "dev.bbq.store.memory.MemoryStoreProvider");
  static final ProductModule CAFFEINE =
      of("dev.bbq.store.caffeine", "dev.bbq.store.caffeine.CaffeineStoreProvider");
  static final ProductModule CERTS = of("dev.bbq.certs", "dev.bbq.certs.CertificateAuthority");
  static final ProductModule CLI = of("dev.bbq.cli", "dev.bbq.cli.Main");

  static final ProductModule TCK =
      of("dev.bbq.tck", "dev.bbq.tck.transport.TransportCompatibilityKit");

  private static final String SERVICES = "META-INF/services/";

  static Stream<ProductModule> all() {
    return Stream.concat(ofCommand(), Stream.of(TCK));
  }

  /** Returns those that are shipped with the {@code bbq} command. */
  static Stream<ProductModule> ofCommand() {
    return Stream.of(API, CORE, NETTY, KWIK, MEMORY, CAFFEINE, CERTS, CLI);
  }

  static Stream<ProductModule> plugins() {
    return Stream.of(NETTY, KWIK, MEMORY, CAFFEINE);
  }

  private static ProductModule of(String name, String className) {
    try {
      Class<?> found = Class.forName(className, false, ProductModule.class.getClassLoader());
      return new ProductModule(
          name, Path.of(found.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new AssertionError("module not found: name=" + name, e);
    }
  }

  /** Returns the compiled descriptor. */
  ModuleDescriptor descriptor() {
    return reference().descriptor();
  }

  /** Returns the providers of each service for the module path. */
  Map<String, List<String>> provides() {
    return descriptor().provides().stream()
        .collect(Collectors.toMap(Provides::service, Provides::providers));
  }

  /** Returns the providers of each service for the class path. */
  Map<String, List<String>> services() {
    try (ModuleReader reader = reference().open();
        Stream<String> files = reader.list()) {
      return files
          .filter(file -> file.startsWith(SERVICES) && !file.endsWith("/"))
          .collect(
              Collectors.toMap(
                  file -> file.substring(SERVICES.length()), file -> providers(reader, file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> providers(ModuleReader reader, String file) {
    try {
      String text = StandardCharsets.UTF_8.decode(reader.read(file).orElseThrow()).toString();
      return text.lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ModuleReference reference() {
    return ModuleFinder.of(location)
        .find(name)
        .orElseThrow(() -> new AssertionError("no descriptor: module=" + this));
  }

  @Override
  public String toString() {
    return name;
  }
}
