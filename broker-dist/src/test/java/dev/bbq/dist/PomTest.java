// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** The POMs that are published. */
final class PomTest {

  @Test
  void shouldListInTheBomTheModulesThatArePublishedAndNoOthers() throws Exception {
    List<String> listed =
        Clone.texts(
            (Element) Clone.pom("broker-bom").getElementsByTagName("dependencyManagement").item(0),
            "artifactId");

    assertThat(listed).containsExactlyInAnyOrderElementsOf(libraries());
  }

  @Test
  void shouldGiveTheBomTheVersionOfTheOthers() throws Exception {
    assertThat(Clone.child(Clone.pom("broker-bom"), "version"))
        .isEqualTo(Clone.child(Clone.pom(""), "version"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"examples/store-tree", "examples/transport-tcp"})
  void shouldBuildTheExamplesWithTheVersionOfTheOthers(String example) throws Exception {
    assertThat(Clone.texts(Clone.pom(example), "bbq.version"))
        .containsExactly(Clone.child(Clone.pom(""), "version"));
  }

  @Test
  void shouldKeepTheVersionsOfLibrariesOutOfTheBom() throws Exception {
    assertThat(Clone.child(Clone.pom("broker-bom"), "parent")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "broker-bom"})
  void shouldTellWhatMavenCentralAsksFor(String module) throws Exception {
    Element pom = Clone.pom(module);

    assertThat(
            List.of("name", "description", "url", "licenses", "developers", "scm", "inceptionYear"))
        .allSatisfy(name -> assertThat(Clone.child(pom, name)).as(name).isNotEmpty());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void shouldNameAndDescribeTheModule(String module) throws Exception {
    Element pom = Clone.pom(module);

    assertThat(Clone.child(pom, "name")).startsWith("BBQ :: ");
    assertThat(Clone.child(pom, "description")).isNotEmpty().doesNotEndWith(".");
  }

  private static List<String> modules() throws Exception {
    return Clone.texts(Clone.pom(""), "module");
  }

  private static List<String> libraries() throws Exception {
    return modules().stream()
        .filter(module -> !module.equals("broker-bom"))
        .filter(PomTest::isPublished)
        .toList();
  }

  private static boolean isPublished(String module) {
    try {
      return !Clone.texts(Clone.pom(module), "maven.deploy.skip").contains("true");
    } catch (Exception e) {
      throw new AssertionError("POM not readable: module=" + module, e);
    }
  }
}
