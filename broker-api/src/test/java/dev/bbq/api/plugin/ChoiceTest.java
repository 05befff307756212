// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChoiceTest {

  private record Plugin(String name) {}

  @Test
  void shouldPickTheOneThatIsNamed() {
    assertThat(choice("memory", "disk").pick(Optional.of("disk"))).isEqualTo(new Plugin("disk"));
  }

  @Test
  void shouldPickTheOnlyOneWhenNoneIsNamed() {
    assertThat(choice("memory").pick(Optional.empty())).isEqualTo(new Plugin("memory"));
  }

  @Test
  void shouldListWhatThereIsWhenTheNameIsUnknown() {
    assertRefused(
        () -> choice("memory", "disk").pick(Optional.of("raft")),
        "unknown store: name=raft, available=[disk, memory]");
  }

  @Test
  void shouldNotFallBackWhenTheNameIsUnknown() {
    assertRefused(
        () -> choice("memory").pick(Optional.of("Memory")),
        "unknown store: name=Memory, available=[memory]");
  }

  @Test
  void shouldSayWhatToAddWhenThereIsNone() {
    String words =
        "no store found: put one into a folder of its own in the plugins folder, or on the module"
            + " path or class path, for instance the module store-memory";
    assertRefused(() -> choice().pick(Optional.empty()), words);
    assertRefused(() -> choice().pick(Optional.of("memory")), words);
  }

  @Test
  void shouldAskForANameWhenThereAreSeveral() {
    assertRefused(
        () -> choice("memory", "disk").pick(Optional.empty()),
        "several stores and no choice: available=[disk, memory]; name one by --store NAME, or in"
            + " Java by store(name)");
  }

  @Test
  void shouldRefuseTwoWithOneNameAndSayWhereTheyComeFrom() {
    String from =
        Plugin.class.getName()
            + " from "
            + Plugin.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    assertRefused(
        () -> choice("memory", "memory"),
        "two stores have one name: name=memory, first=%s, second=%s; remove one of them"
            .formatted(from, from));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Memory", "1st", "-x", "a_b", "a b", "a.b", "ä"})
  void shouldRefuseAnInvalidName(String name) {
    assertRefused(
        () -> choice(name),
        "store has no valid name: name=%s, valid=[a-z][a-z0-9-]{0,31}, class=%s, from=%s"
            .formatted(
                name,
                Plugin.class.getName(),
                Plugin.class.getProtectionDomain().getCodeSource().getLocation().getPath()));
  }

  @Test
  void shouldTakeANameOf32CharactersAndRefuseALongerOne() {
    String longest = "a".repeat(32);
    assertThat(choice(longest).pick(Optional.empty()).name()).isEqualTo(longest);
    assertThatExceptionOfType(PluginException.class).isThrownBy(() -> choice(longest + "a"));
  }

  @Test
  void shouldSayWhyAPluginCannotBeLoaded() {
    var broken = new ServiceConfigurationError("provider not found");
    assertThatExceptionOfType(PluginException.class)
        .isThrownBy(
            () ->
                Choice.of(
                    "store",
                    "store-memory",
                    Plugins.none(),
                    loader -> {
                      throw broken;
                    },
                    Plugin::name))
        .withMessage("store can't be loaded: reason=provider not found")
        .withCause(broken);
  }

  @Test
  void shouldSayWhenAPluginTellsNoName() {
    assertThatExceptionOfType(PluginException.class)
        .isThrownBy(
            () ->
                Choice.of(
                    "store",
                    "store-memory",
                    Plugins.none(),
                    loader -> Stream.of(new Candidate<>(Plugin.class, () -> new Plugin("a"))),
                    plugin -> {
                      throw new IllegalStateException("no idea");
                    }))
        .withMessage(
            "store can't be loaded: reason=%s tells no name: %s",
            Plugin.class.getName(), "java.lang.IllegalStateException: no idea");
  }

  @Test
  void shouldFindNoPluginWhereThereIsNone() {
    assertRefused(
        () -> Stores.find(Optional.empty()),
        "no store found: put one into a folder of its own in the plugins folder, or on the module"
            + " path or class path, for instance the module store-memory");
    assertRefused(
        () -> Transports.find(Optional.empty()),
        "no transport found: put one into a folder of its own in the plugins folder, or on the"
            + " module path or class path, for instance the module transport-netty-quic");
  }

  private static Choice<Plugin> choice(String... names) {
    return Choice.of(
        "store",
        "store-memory",
        Plugins.none(),
        loader ->
            Arrays.stream(names).map(name -> new Candidate<>(Plugin.class, () -> new Plugin(name))),
        Plugin::name);
  }

  private static void assertRefused(Runnable call, String message) {
    assertThatExceptionOfType(PluginException.class)
        .isThrownBy(call::run)
        .withMessage("%s", message);
  }
}
