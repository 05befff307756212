// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.doNot;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import dev.bbq.api.store.StoreProvider;
import dev.bbq.api.transport.Transport;
import java.util.ServiceLoader;

/** What docs/architecture.md says must hold, as rules for any tree of that shape. */
final class Rules {

  private static final String[] LIBRARIES = {"io.netty..", "tech.kwik..", "com.github.benmanes.."};

  /** Certificates are named by classes of these. */
  private static final String SECURITY = "javax.security..";

  /** The broker records its events by the JDK's Flight Recorder. */
  private static final String RECORDER = "jdk.jfr..";

  private static final String NULLNESS = "org.jspecify..";

  private Rules() {}

  static ArchRule coreAndCodecSeeNoPlugin(Layout in) {
    return neverSee(in.parts("core", "api"), in.parts("transport", "store"));
  }

  static ArchRule pluginsSeeTheSpiAlone(Layout in) {
    return neverSee(
        in.parts("transport", "store"), in.parts("core", "api.wire", "api.client", "cli", "certs"));
  }

  static ArchRule noPluginSeesAnother(Layout in) {
    return slices().assignedFrom(new Plugins(in)).should().notDependOnEachOther();
  }

  static ArchRule noLibraryShows(Layout in) {
    return neverSee(in.parts("core", "api"), LIBRARIES);
  }

  static ArchRule apiNeedsTheJdkAlone(Layout in) {
    return classes()
        .that()
        .resideInAPackage(in.part("api"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", SECURITY, NULLNESS, in.part("api"));
  }

  static ArchRule coreNeedsTheApiAlone(Layout in) {
    return classes()
        .that()
        .resideInAPackage(in.part("core"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", SECURITY, RECORDER, NULLNESS, in.part("api"), in.part("core"));
  }

  static ArchRule eachSpiIsLookedForInOneClass(Layout in) {
    String transports = in.name("api.plugin.Transports");
    String stores = in.name("api.plugin.Stores");
    return CompositeArchRule.of(
            noClasses()
                .that(doNot(name(transports).or(name(stores))))
                .should()
                .dependOnClassesThat(belongToAnyOf(ServiceLoader.class)))
        .and(classes().that(name(transports)).should(new LookForService(Transport.class)))
        .and(classes().that(name(stores)).should(new LookForService(StoreProvider.class)));
  }

  /** From the connection down to the queue, and never back; the broker itself is on top. */
  static ArchRule coreLayersLookDownOnly(Layout in) {
    String top = in.name("core");
    return CompositeArchRule.of(
            neverSee(in.parts("core.queue"), in.parts("core.routing", "core.connection")))
        .and(neverSee(in.parts("core.routing"), in.parts("core.connection")))
        .and(neverSee(new String[] {top + ".*.."}, top));
  }

  static ArchRule librariesPrintNothing(Layout in) {
    return noClasses().that(areLibraries(in)).should(ACCESS_STANDARD_STREAMS);
  }

  static ArchRule librariesLogBySystemLogger(Layout in) {
    return noClasses()
        .that(areNoCommand(in))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache..");
  }

  static ArchRule onlyTheCommandReadsTheEnvironment(Layout in) {
    return noClasses()
        .that(areLibraries(in))
        .should()
        .accessTargetWhere(
            method(System.class, "getenv|getProperty|getProperties|setProperty|clearProperty")
                .or(method(Boolean.class, "getBoolean"))
                .or(method(Integer.class, "getInteger"))
                .or(method(Long.class, "getLong")));
  }

  static ArchRule onlyTheCommandEndsTheJvm(Layout in) {
    return noClasses()
        .that(areNoCommand(in))
        .should()
        .accessTargetWhere(method(System.class, "exit").or(method(Runtime.class, "exit|halt")));
  }

  static ArchRule everyPackageIsNullMarked(Layout in) {
    return classes().that(resideInAPackage(in.root() + "..")).should(new BeNullMarked());
  }

  static ArchRule noStaticFieldChanges(Layout in) {
    return fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat(resideInAPackage(in.root() + ".."))
        .should()
        .beFinal();
  }

  private static ArchRule neverSee(String[] packages, String... others) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }

  private static DescribedPredicate<JavaClass> areNoCommand(Layout in) {
    return doNot(resideInAPackage(in.part("cli")));
  }

  /** Tests print their seed, and can be told one: so do the kits. */
  private static DescribedPredicate<JavaClass> areLibraries(Layout in) {
    return areNoCommand(in).and(doNot(resideInAPackage(in.part("tck"))));
  }

  /** A call of a method, or a reference to it. */
  private static DescribedPredicate<JavaAccess<?>> method(Class<?> owner, String names) {
    return target(owner(type(owner))).and(target(nameMatching(names))).forSubtype();
  }
}
