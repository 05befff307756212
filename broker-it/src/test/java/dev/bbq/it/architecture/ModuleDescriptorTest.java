// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.bbq.api.store.StoreProvider;
import dev.bbq.api.transport.Transport;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the compiled descriptors and the providers against the rules, and planted ones too. */
final class ModuleDescriptorTest {

  static Stream<ProductModule> plugins() {
    return ProductModule.plugins();
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void shouldShowNothingAndProvideOneServiceAsAPlugin(ProductModule plugin) {
    ModuleDescriptor descriptor = plugin.descriptor();

    assertThat(descriptor.packages()).contains(plugin.name());
    assertThat(ModuleRules.brokenByPlugin(descriptor)).isEmpty();
  }

  static final List<Arguments> PLANTED_PLUGINS =
      List.of(
          arguments(planted().exports("a"), "exports a"),
          arguments(planted().exports("a", Set.of("dev.bbq.core")), "exports a"),
          arguments(planted().opens("a"), "opens a"),
          arguments(ModuleDescriptor.newOpenModule("planted").provides("a.S", of("a.P")), "open"),
          arguments(planted().provides("a.T", of("a.Q")), "provides [a.P, a.Q]"),
          arguments(ModuleDescriptor.newModule("planted"), "provides []"));

  private static ModuleDescriptor.Builder planted() {
    return ModuleDescriptor.newModule("planted").provides("a.S", of("a.P"));
  }

  private static List<String> of(String provider) {
    return List.of(provider);
  }

  @ParameterizedTest(name = "{1}")
  @FieldSource("PLANTED_PLUGINS")
  void shouldCatchAPlugin(ModuleDescriptor.Builder plugin, String fault) {
    assertThat(ModuleRules.brokenByPlugin(plugin.build())).containsExactly(fault);
  }

  static final List<Arguments> ALLOWED =
      List.of(
          arguments(ProductModule.API, Set.of()),
          arguments(ProductModule.CORE, Set.of("dev.bbq.api", "jdk.jfr")),
          arguments(ProductModule.NETTY, Set.of("dev.bbq.api", "io.netty.")),
          arguments(ProductModule.KWIK, Set.of("dev.bbq.api", "tech.kwik.core")),
          arguments(ProductModule.MEMORY, Set.of("dev.bbq.api")),
          arguments(ProductModule.CAFFEINE, Set.of("dev.bbq.api", "com.github.benmanes.caffeine")),
          arguments(ProductModule.CERTS, Set.of("org.bouncycastle.")),
          arguments(
              ProductModule.CLI,
              Set.of(
                  "dev.bbq.api",
                  "dev.bbq.core",
                  "dev.bbq.certs",
                  "info.picocli",
                  "HdrHistogram",
                  "com.grack.nanojson",
                  "org.snakeyaml.engine",
                  "java.",
                  "jdk.")),
          arguments(
              ProductModule.TCK,
              Set.of("dev.bbq.api", "dev.bbq.certs", "org.junit.jupiter.", "org.assertj.core")));

  @Test
  void shouldKnowWhatEachModuleMayRequire() {
    assertThat(ALLOWED)
        .extracting(arguments -> arguments.get()[0])
        .containsExactlyInAnyOrderElementsOf(ProductModule.all().toList());
  }

  @ParameterizedTest
  @FieldSource("ALLOWED")
  void shouldRequireNoMoreThanTheTableOfModulesSays(ProductModule module, Set<String> allowed) {
    ModuleDescriptor descriptor = module.descriptor();

    assertThat(descriptor.requires()).isNotEmpty();
    assertThat(ModuleRules.strangers(descriptor, allowed)).isEmpty();
  }

  @Test
  void shouldCatchAModuleThatRequiresMore() {
    ModuleDescriptor planted =
        ModuleDescriptor.newModule("planted")
            .requires("dev.bbq.api")
            .requires("dev.bbq.core")
            .requires("io.netty.common")
            .requires("org.jspecify") // not static
            .build();

    assertThat(ModuleRules.strangers(planted, Set.of("dev.bbq.api", "io.netty.")))
        .containsExactly("dev.bbq.core", "org.jspecify");
  }

  @Test
  void shouldExportTheCodecToCoreAloneAndTheClientToNobody() {
    assertThat(ModuleRules.exports(ProductModule.API.descriptor()))
        .containsExactlyInAnyOrder(
            "dev.bbq.api",
            "dev.bbq.api.plugin",
            "dev.bbq.api.store",
            "dev.bbq.api.transport",
            "dev.bbq.api.wire to [dev.bbq.core]");
  }

  @Test
  void shouldExportNoInsideOfCore() {
    assertThat(ModuleRules.exports(ProductModule.CORE.descriptor()))
        .containsExactly("dev.bbq.core");
  }

  @Test
  void shouldSeeAnExportThatIsWiderThanMeant() {
    ModuleDescriptor planted =
        ModuleDescriptor.newModule("planted")
            .exports("dev.bbq.api.wire")
            .exports("dev.bbq.api.client", Set.of("dev.bbq.store.memory", "dev.bbq.core"))
            .build();

    assertThat(ModuleRules.exports(planted))
        .containsExactly(
            "dev.bbq.api.client to [dev.bbq.core, dev.bbq.store.memory]", "dev.bbq.api.wire");
  }

  static Stream<ProductModule> modules() {
    return ProductModule.all();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void shouldProvideTheSameOnTheClassPathAsOnTheModulePath(ProductModule module) {
    assertThat(module.services()).isEqualTo(module.provides());
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void shouldProvideItsServiceOnTheClassPath(ProductModule plugin) {
    assertThat(plugin.services().values().stream().flatMap(List::stream))
        .singleElement()
        .asString()
        .startsWith(plugin.name() + ".");
  }

  @Test
  void shouldReadServicesThatAreNotThoseOfADescriptor(@TempDir Path folder) throws IOException {
    Path jar = folder.resolve("planted.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.putNextEntry(new JarEntry("a/P.class"));
      out.putNextEntry(new JarEntry("META-INF/services/a.S"));
      out.write("# why\na.P # this\n\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(new ProductModule("planted", jar).services())
        .containsExactly(Map.entry("a.S", List.of("a.P")));
  }

  @Test
  void shouldFindTransportsWithValidNames() {
    List<String> names = names(Transport.class, Transport::name);

    assertThat(names).contains("netty-quic");
    assertThat(ModuleRules.invalid(names.stream())).isEmpty();
  }

  @Test
  void shouldFindStoresWithValidNames() {
    List<String> names = names(StoreProvider.class, StoreProvider::name);

    assertThat(names).contains("memory", "caffeine");
    assertThat(ModuleRules.invalid(names.stream())).isEmpty();
  }

  private static <T> List<String> names(Class<T> service, Function<T, String> nameOf) {
    return ServiceLoader.load(service).stream()
        .map(ServiceLoader.Provider::get)
        .map(nameOf)
        .toList();
  }

  @Test
  void shouldCatchNamesThatAreNotValid() {
    assertThat(ModuleRules.invalid(Stream.of("", "Netty", "1st", "a b", "a".repeat(33), "a-1")))
        .containsExactly("", "Netty", "1st", "a b", "a".repeat(33));
  }
}
