// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The launcher for Windows, which does what the other does; it can be run on Windows only. */
final class LauncherTest {

  private static final String BASH = "broker-dist/src/main/bin/bbq";
  private static final String CMD = "broker-dist/src/main/bin/bbq.cmd";

  @Test
  void shouldGiveTheJvmTheSameOptions() throws IOException {
    Pattern option = Pattern.compile("--[a-z][a-z-]+(=[a-z]+)?");
    Set<String> options = found(option, BASH);

    assertThat(found(option, CMD)).isEqualTo(options).hasSize(2);
  }

  @Test
  void shouldGiveTheJvmTheSameFlagsForServing() throws IOException {
    Pattern flag = Pattern.compile("-XX:(\\+UseC|MaxGC|Meta)[A-Za-z]+(=[0-9]+m?)?");

    assertThat(found(flag, CMD)).isEqualTo(found(flag, BASH)).hasSize(3);
  }

  @Test
  void shouldReadTheSameFilesOfOptions() throws IOException {
    assertThat(found(Pattern.compile("[/\\\\]jvm(-|\\.options)"), BASH))
        .hasSameSizeAs(found(Pattern.compile("[/\\\\]jvm(-|\\.options)"), CMD))
        .hasSize(2);
  }

  @Test
  void shouldKnowTheSameVariables() throws IOException {
    Pattern variable = Pattern.compile("BBQ_[A-Z_]+");

    assertThat(found(variable, CMD)).isEqualTo(found(variable, BASH)).contains("BBQ_HOME");
  }

  @Test
  void shouldStartTheSameClassOnTheSameJvms() throws IOException {
    Pattern facts = Pattern.compile("dev\\.bbq\\.cli/[A-Za-z.]+|no JVM 21 or newer found: .*\\)");

    assertThat(found(facts, CMD)).isEqualTo(found(facts, BASH)).hasSize(2);
    assertThat(found(Pattern.compile("(?<=GEQ |-ge )2[0-9]"), CMD)).containsExactly("23", "25");
    assertThat(found(Pattern.compile("(?<=-ge )2[0-9]"), BASH))
        .containsExactly("21", "23", "24", "25");
  }

  @Test
  void shouldHaveOptionsForEachPlatformThatNettyHasNativeCodeFor() throws Exception {
    List<String> classifiers = Clone.texts(Clone.pom("transport-netty-quic"), "classifier");

    assertThat(Set.copyOf(classifiers)).hasSize(5);
    for (String platform : Set.copyOf(classifiers)) {
      String options =
          Clone.text("broker-dist/src/main/lib/transport-netty-quic/jvm-" + platform + ".options");
      assertThat(options).contains("io.netty.codec.quic." + platform.replaceFirst("-", "."));
    }
  }

  private static Set<String> found(Pattern pattern, String file) throws IOException {
    Set<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(Clone.text(file));
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }
}
