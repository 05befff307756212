// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds each rule against the product, where it must pass having seen the classes it guards, and
 * against a planted violation, where it must fail.
 */
final class ArchitectureTest {

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(Layout.PRODUCT.root());

  private static final JavaClasses PLANTED =
      new ClassFileImporter().importPackages(Layout.PLANTED.root());

  /**
   * A rule and what must be there for it to mean something.
   *
   * @param name for people
   * @param of makes the rule for a tree of classes
   * @param guarded how many classes at least it must have seen, by the package they are in
   * @param offenders the planted classes that break it, below the planted root
   */
  record Rule(
      String name, Function<Layout, ArchRule> of, List<Guarded> guarded, List<String> offenders) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** At least so many classes in a package and below. */
  record Guarded(String part, int atLeast) {}

  private static final Guarded API = new Guarded("api", 100);
  private static final Guarded WIRE = new Guarded("api.wire", 15);
  private static final Guarded CORE = new Guarded("core", 50);
  private static final Guarded NETTY = new Guarded("transport.netty", 20);
  private static final Guarded KWIK = new Guarded("transport.kwik", 20);
  private static final Guarded MEMORY = new Guarded("store.memory", 7);
  private static final Guarded CAFFEINE = new Guarded("store.caffeine", 15);
  private static final Guarded CERTS = new Guarded("certs", 10);
  private static final Guarded CLI = new Guarded("cli", 15);
  private static final Guarded TCK = new Guarded("tck", 20);

  static Stream<Rule> rules() {
    return Stream.of(
        new Rule(
            "core and codec see no plugin",
            Rules::coreAndCodecSeeNoPlugin,
            List.of(CORE, API, WIRE),
            List.of("core.SeesStore", "api.wire.SeesTransport")),
        new Rule(
            "plugins see the SPI alone",
            Rules::pluginsSeeTheSpiAlone,
            List.of(NETTY, KWIK, MEMORY, CAFFEINE),
            List.of("transport.one.SeesCore", "transport.one.SeesClient", "store.one.SeesCodec")),
        new Rule(
            "no plugin sees another",
            Rules::noPluginSeesAnother,
            List.of(NETTY, KWIK, MEMORY, CAFFEINE),
            List.of(
                "transport.two.SeesOtherTransport",
                "transport.one.SeesOtherKind",
                "store.one.SeesTransport")),
        new Rule(
            "no library shows",
            Rules::noLibraryShows,
            List.of(API, CORE),
            List.of("api.ShowsNetty", "core.HidesNetty")),
        new Rule(
            "the API needs the JDK alone",
            Rules::apiNeedsTheJdkAlone,
            List.of(API),
            List.of("api.NeedsLibrary")),
        new Rule(
            "core needs the API alone",
            Rules::coreNeedsTheApiAlone,
            List.of(CORE),
            List.of("core.NeedsLibrary")),
        new Rule(
            "each SPI is looked for in one class",
            Rules::eachSpiIsLookedForInOneClass,
            List.of(API, CORE, NETTY, KWIK, MEMORY, CAFFEINE, CLI, new Guarded("api.plugin", 4)),
            List.of("core.LooksForPlugins", "api.plugin.Stores")),
        new Rule(
            "core's layers look down only",
            Rules::coreLayersLookDownOnly,
            List.of(
                new Guarded("core.connection", 15),
                new Guarded("core.routing", 10),
                new Guarded("core.queue", 5)),
            List.of(
                "core.queue.SeesRouting",
                "core.queue.SeesConnection",
                "core.routing.SeesConnection",
                "core.connection.SeesTop")),
        new Rule(
            "libraries print nothing",
            Rules::librariesPrintNothing,
            List.of(API, CORE, NETTY, KWIK, MEMORY, CAFFEINE, CERTS),
            List.of("store.one.Prints")),
        new Rule(
            "libraries log by System.Logger",
            Rules::librariesLogBySystemLogger,
            List.of(API, CORE, NETTY, KWIK, MEMORY, CAFFEINE, CERTS),
            List.of("store.one.LogsElsewhere")),
        new Rule(
            "only the command ends the JVM",
            Rules::onlyTheCommandEndsTheJvm,
            List.of(API, CORE, NETTY, KWIK, MEMORY, CAFFEINE, CERTS),
            List.of("core.EndsTheJvm")),
        new Rule(
            "only the command reads the environment",
            Rules::onlyTheCommandReadsTheEnvironment,
            List.of(API, CORE, NETTY, KWIK, MEMORY, CAFFEINE, CERTS),
            List.of(
                "core.ReadsProperty", "core.RefersToProperty", "transport.one.ReadsEnvironment")),
        new Rule(
            "every package is @NullMarked",
            Rules::everyPackageIsNullMarked,
            List.of(API, CORE, NETTY, KWIK, MEMORY, CAFFEINE, CERTS, CLI, TCK),
            List.of("core.unmarked.Forgotten")),
        new Rule(
            "no static field changes",
            Rules::noStaticFieldChanges,
            List.of(API, CORE, NETTY, KWIK, MEMORY, CAFFEINE, CERTS, CLI, TCK),
            List.of("transport.one.HoldsState")));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void shouldHoldInTheProduct(Rule rule) {
    assertThat(rule.guarded())
        .allSatisfy(
            guarded ->
                assertThat(count(guarded.part()))
                    .as("classes seen in %s", guarded.part())
                    .isGreaterThanOrEqualTo(guarded.atLeast()));
    rule.of().apply(Layout.PRODUCT).check(PRODUCT);
  }

  private static long count(String part) {
    String packageName = Layout.PRODUCT.name(part);
    return PRODUCT.stream()
        .map(JavaClass::getPackageName)
        .filter(name -> name.equals(packageName) || name.startsWith(packageName + "."))
        .count();
  }

  @ParameterizedTest
  @MethodSource("violations")
  void shouldCatchAPlantedViolation(Rule rule, String offender) {
    String className = Layout.PLANTED.name(offender);
    assertThat(PLANTED.contain(className)).as("planted class is there").isTrue();

    EvaluationResult result = rule.of().apply(Layout.PLANTED).evaluate(PLANTED);

    assertThat(result.getFailureReport().getDetails())
        .anyMatch(line -> line.contains(className), "names " + className);
  }

  static Stream<Arguments> violations() {
    return rules()
        .flatMap(rule -> rule.offenders().stream().map(offender -> arguments(rule, offender)));
  }
}
