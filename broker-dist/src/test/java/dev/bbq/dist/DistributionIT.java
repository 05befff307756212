// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bbq.dist.Installation.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked into a folder with a space in its name and used as its users would. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class DistributionIT {

  private static Installation installed;

  @TempDir private Path folder;

  @BeforeAll
  static void unpack() throws Exception {
    installed = Installation.shared();
  }

  @Test
  void shouldTellItsVersionWithoutAWordFromTheJvm() throws Exception {
    Result result = Installation.run(folder, Map.of(), installed.bbq().toString(), "--version");

    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("bbq " + System.getProperty("bbq.version") + "\n");
    assertThat(result.errors()).isEmpty();
  }

  @Test
  void shouldKeepAnArchiveOfClasses() throws IOException {
    try (var files = Files.list(installed.home().resolve("cache"))) {
      assertThat(files)
          .singleElement()
          .satisfies(file -> assertThat(file).isNotEmptyFile().hasExtension("jsa"));
    }
  }

  @Test
  void shouldHaveTheClassesOfABrokerInTheArchive() throws Exception {
    Path loaded = folder.resolve("loaded");
    Map<String, String> options = Map.of("BBQ_JAVA_OPTS", "-Xlog:class+load:file=" + loaded);
    Result result = Installation.run(folder, options, installed.bbq().toString(), "rehearse");

    assertThat(result.code()).as("%s", result).isZero();
    assertThat(Files.readAllLines(loaded))
        .filteredOn(line -> line.contains(" dev.bbq.core.RunningBroker source: "))
        .singleElement()
        .asString()
        .contains("shared objects file");
  }

  @Test
  void shouldServePublishAndConsumeThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link to bbq"), installed.bbq());
    try (RunningBroker broker = RunningBroker.start(link, folder.resolve("a broker"))) {
      bbq(broker, "declare", "queue", "orders");
      bbq(broker, "publish", "", "orders", "hello");

      String consumed =
          bbq(broker, "consume", "orders", "--lines", "--count", "1", "--idle", "60s");

      assertThat(consumed).isEqualTo("hello\n");
      assertThat(broker.end()).as("%s", broker.errors()).isZero();
      assertThat(broker.errors())
          .contains("transport=netty-quic", "store=memory")
          .doesNotContain("WARNING");
    }
  }

  @Test
  void shouldRunWhereNothingCanBeWritten() throws Exception {
    Installation sealed = Installation.in(folder.resolve("sealed"));
    // Root writes to a folder without permission too, but makes no folder where a file is.
    Files.createFile(sealed.home().resolve("cache"));
    assertThat(sealed.home().toFile().setWritable(false)).isTrue();

    Result result = Installation.run(folder, Map.of(), sealed.bbq().toString(), "--version");

    assertThat(sealed.home().toFile().setWritable(true)).isTrue();
    assertThat(result.code()).isZero();
    assertThat(result.errors()).isEmpty();
  }

  @Test
  void shouldTakeNoOtherTransportWithoutTheFolderOfTheUsualOne() throws Exception {
    Installation less = copy("less");
    Installation.delete(less.home().resolve("lib/transport-netty-quic"));

    Result result = Installation.run(folder, Map.of(), serve(less));

    assertThat(result.code()).isNotZero();
    assertThat(result.errors())
        .contains("unknown transport: name=netty-quic, available=[kwik]")
        .doesNotContain("WARNING");
  }

  @Test
  void shouldSayWhatIsMissingWithoutTheFoldersOfTransports() throws Exception {
    Installation none = copy("none");
    Installation.delete(none.home().resolve("lib/transport-netty-quic"));
    Installation.delete(none.home().resolve("lib/transport-kwik"));

    Result result = Installation.run(folder, Map.of(), serve(none));

    assertThat(result.code()).isNotZero();
    assertThat(result.errors()).contains("no transport found").doesNotContain("WARNING");
  }

  @Test
  void shouldNameAnotherTransportWithoutTheNativeCode() throws Exception {
    Installation less = copy("other platform");
    try (var files = Files.list(less.home().resolve("lib/transport-netty-quic"))) {
      for (Path file : files.filter(f -> f.toString().contains("x86_64")).toList()) {
        Files.delete(file);
      }
      assumeTrue(System.getProperty("os.arch").equals("amd64"));
    }

    Result result = Installation.run(folder, Map.of(), serve(less));

    assertThat(result.code()).isNotZero();
    assertThat(result.errors())
        .contains("native library missing", "--transport kwik")
        .doesNotContain("Exception");
    assertThatItServesOnKwik(less);
  }

  private void assertThatItServesOnKwik(Installation installation) throws Exception {
    Path bbq = installation.bbq();
    try (RunningBroker broker =
        RunningBroker.start(bbq, folder.resolve("on kwik"), "--transport", "kwik")) {
      Map<String, String> client = new HashMap<>(broker.environment());
      client.put("BBQ_TRANSPORT", "kwik");
      for (List<String> arguments :
          List.of(
              List.of("declare", "queue", "orders"), List.of("publish", "", "orders", "hello"))) {
        List<String> command = new ArrayList<>(List.of(bbq.toString()));
        command.addAll(arguments);
        Result result = Installation.run(folder, client, command.toArray(String[]::new));
        assertThat(result.code()).as("%s: %s", arguments, result).isZero();
      }
      assertThat(broker.end()).as("%s", broker.errors()).isZero();
      assertThat(broker.errors())
          .contains("transport=kwik", "identity=\"CN=client,O=BBQ\"")
          .doesNotContain("WARNING: ");
    }
  }

  @Test
  void shouldListEachLibraryWithItsLicenceAndTheTextThereof() throws IOException {
    Path licences = installed.home().resolve("licences");
    List<LicenceRow> rows = LicenceRow.all(licences.resolve("THIRD-PARTY.md"));

    assertThat(installed.jars())
        .filteredOn(jar -> !jar.endsWith(System.getProperty("bbq.version") + ".jar"))
        .hasSizeGreaterThan(15)
        .allSatisfy(jar -> assertThat(rows).filteredOn(row -> row.isFor(jar)).hasSize(1));
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(row.jars())
                    .allSatisfy(
                        name ->
                            assertThat(installed.jars())
                                .anyMatch(jar -> LicenceRow.isOf(name, jar))));
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(row.texts())
                    .isNotEmpty()
                    .allSatisfy(
                        text -> assertThat(licences.resolve(text).normalize()).isNotEmptyFile()));
  }

  @Test
  void shouldListEachLibraryInTheBillOfMaterials() throws IOException {
    Path file = installed.home().resolve("bbq.cdx.json");
    assumeTrue(Files.exists(file), "built offline, where there is no bill");
    String bill = Files.readString(file);
    List<String> libraries =
        Pattern.compile("\"purl\" : \"pkg:maven/[^/]+/([^@]+)@")
            .matcher(bill)
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(installed.jars().stream().map(jar -> jar.replaceFirst("-\\d.*", "")))
        .isSubsetOf(libraries);
  }

  @Test
  void shouldHoldTheSameFilesInTheZip() throws IOException {
    Set<String> files = new TreeSet<>();
    Path parent = installed.home().getParent();
    try (var walk = Files.walk(installed.home())) {
      walk.filter(Files::isRegularFile)
          .map(file -> parent.relativize(file).toString())
          .filter(name -> !name.endsWith(".jsa"))
          .forEach(files::add);
    }
    try (ZipFile zip = new ZipFile(System.getProperty("bbq.zip"))) {
      assertThat(zip.stream().filter(entry -> !entry.isDirectory()).map(Object::toString))
          .containsExactlyInAnyOrderElementsOf(files);
    }
  }

  @Test
  void shouldBringWhatAnAdministratorLooksFor() {
    assertThat(
            List.of(
                "bin/bbq",
                "bin/bbq.cmd",
                "conf/bbq.yaml",
                "plugins/README.md",
                "systemd/bbq.service",
                "docs/install.md",
                "LICENSE",
                "NOTICE",
                "README.md",
                "CHANGELOG.md"))
        .allSatisfy(name -> assertThat(installed.home().resolve(name)).isNotEmptyFile());
    assertThat(installed.bbq()).isExecutable();
  }

  @Test
  void shouldBringAUnitThatSystemdTakes() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "systemd is not here");
    String unit = Files.readString(installed.home().resolve("systemd/bbq.service"));
    // The program must be there, and a path in a unit has no spaces.
    Path link = Files.createSymbolicLink(folder.resolve("bbq"), installed.bbq());
    Path file = folder.resolve("bbq.service");
    Files.writeString(file, unit.replace("/opt/bbq/bin/bbq", link.toString()));

    Result result =
        Installation.run(folder, Map.of(), "systemd-analyze", "verify", file.toString());

    assertThat(result.code()).as("%s", result).isZero();
    assertThat(result.errors()).doesNotContain("bbq.service:");
  }

  private String bbq(RunningBroker broker, String... words) throws Exception {
    return installed.out(folder, broker.environment(), words);
  }

  private static String[] serve(Installation installation) {
    return new String[] {
      installation.bbq().toString(), "serve", "--dev", "--listen", "127.0.0.1:0", "--data", "data"
    };
  }

  /** Unpacks once more, without an archive of classes. */
  private Installation copy(String name) throws Exception {
    Installation copy = Installation.in(folder.resolve(name));
    Files.createFile(copy.home().resolve("cache"));
    return copy;
  }
}
