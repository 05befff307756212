// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.it.support.ChildJvm;
import dev.bbq.it.support.TestCertificates;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that embeds a broker, as a module and on the class path, in a JVM of its own. */
final class EmbeddingTest {

  private static final String MODULE =
      """
      module app {
        requires dev.bbq.core;
      }
      """;

  private static final String MAIN =
      """
      package app;

      import dev.bbq.api.BbqClient;
      import dev.bbq.api.ClientOptions;
      import dev.bbq.api.Message;
      import dev.bbq.core.Broker;
      import java.nio.file.Path;
      import java.time.Duration;

      class Main {
        public static void main(String[] args) throws Exception {
          Path certs = Path.of(args[0]);
          try (Broker broker = Broker.builder().port(0).certificates(certs).start();
              BbqClient client =
                  BbqClient.connect(
                      ClientOptions.builder()
                          .server("localhost", broker.address().getPort())
                          .certificates(certs)
                          .build())) {
            client.topology().declareQueue("q");
            client.publisher().publish("", "q", Message.of("hello")).join();
            var delivery = client.receiver("q").receive(Duration.ofSeconds(10)).orElseThrow();
            delivery.ack();
            System.out.printf(
                "%s by %s and %s in %s%n",
                delivery.message().text(),
                broker.transport(),
                broker.store(),
                broker.getClass().getModule().isNamed() ? "modules" : "no modules");
          }
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void shouldRunOnTheModulePath() throws IOException {
    Map<String, String> modules = modules();
    String path = String.join(File.pathSeparator, modules.values());
    Path classes = compile("--module-path", path, true);

    List<String> arguments =
        List.of(
            "--enable-native-access=io.netty.common",
            "--module-path",
            path + File.pathSeparator + classes,
            "--add-modules",
            modules.keySet().stream()
                .filter(EmbeddingTest::isNativeLibrary)
                .collect(Collectors.joining(",")),
            "--module",
            "app/app.Main",
            TestCertificates.folder().toString());

    assertThat(run(arguments)).containsExactly("hello by netty-quic and memory in modules");
  }

  @Test
  void shouldRunOnTheClassPath() throws IOException {
    String path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("transport-kwik") && !entry.contains("store-caffeine"))
            .collect(Collectors.joining(File.pathSeparator));
    Path classes = compile("--class-path", path, false);

    List<String> arguments =
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--class-path",
            path + File.pathSeparator + classes,
            "app.Main",
            TestCertificates.folder().toString());

    assertThat(run(arguments)).containsExactly("hello by netty-quic and memory in no modules");
  }

  private static List<String> run(List<String> arguments) {
    try (ChildJvm jvm = ChildJvm.with(arguments)) {
      assertThat(jvm.awaitExit()).as("exit code of %s", jvm).isZero();
      assertThat(jvm.errors()).noneMatch(line -> line.startsWith("WARNING"));
      return jvm.allLines();
    }
  }

  private Path compile(String pathOption, String path, boolean asModule) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("src/app"));
    List<Path> files = new ArrayList<>(List.of(sources.resolve("Main.java")));
    Files.writeString(files.get(0), MAIN);
    if (asModule) {
      files.add(sources.resolveSibling("module-info.java"));
      Files.writeString(files.get(1), MODULE);
    }
    Path classes = folder.resolve("classes");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  manager,
                  null,
                  List.of("-proc:none", pathOption, path, "-d", classes.toString()),
                  null,
                  manager.getJavaFileObjectsFromPaths(files))
              .call();
      assertThat(compiled).as("%s", messages).isTrue();
    }
    return classes;
  }

  /** The modules of the product and what it needs, by name, as they lie on the class path. */
  private static Map<String, String> modules() {
    Map<String, String> modules = new TreeMap<>();
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .forEach(entry -> names(entry).forEach(name -> modules.put(name, entry)));
    modules.keySet().removeIf(name -> !isNeeded(name));
    return modules;
  }

  private static Stream<String> names(String entry) {
    try {
      return ModuleFinder.of(Path.of(entry)).findAll().stream()
          .map(module -> module.descriptor().name());
    } catch (FindException notAModule) {
      return Stream.empty();
    }
  }

  private static boolean isNeeded(String module) {
    return module.startsWith("io.netty.")
        || List.of(
                "dev.bbq.api",
                "dev.bbq.core",
                "dev.bbq.transport.netty",
                "dev.bbq.store.memory",
                "org.jspecify")
            .contains(module);
  }

  private static boolean isNativeLibrary(String module) {
    return module.matches("io\\.netty\\.(codec\\.quic|transport\\.epoll)\\.linux\\..*");
  }
}
