// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
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
        "no store found: put one on the module path or class path, for instance the module"
            + " store-memory";
    assertRefused(() -> choice().pick(Optional.empty()), words);
    assertRefused(() -> choice().pick(Optional.of("memory")), words);
  }

  @Test
  void shouldAskForANameWhenThereAreSeveral() {
    assertRefused(
        () -> choice("memory", "disk").pick(Optional.empty()),
        "several stores and no choice: name one of [disk, memory]");
  }

  @Test
  void shouldRefuseTwoWithOneName() {
    String type = Plugin.class.getName();
    assertRefused(
        () -> choice("memory", "memory"),
        "two stores have one name: name=memory, classes=%s and %s; take one of them off the module path"
            .formatted(type, type));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Memory", "1st", "-x", "a_b", "a b", "a.b", "ä"})
  void shouldRefuseAnInvalidName(String name) {
    assertRefused(
        () -> choice(name),
        "store has no valid name: class=%s, name=%s, valid=[a-z][a-z0-9-]{0,31}"
            .formatted(Plugin.class.getName(), name));
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
    Iterable<Plugin> plugins =
        () ->
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public Plugin next() {
                throw broken;
              }
            };
    assertThatExceptionOfType(PluginException.class)
        .isThrownBy(() -> Choice.of("store", "store-memory", plugins, Plugin::name))
        .withMessage("store can't be loaded: reason=provider not found")
        .withCause(broken);
  }

  @Test
  void shouldFindNoPluginWhereThereIsNone() {
    assertRefused(
        () -> Stores.find(Optional.empty()),
        "no store found: put one on the module path or class path, for instance the module"
            + " store-memory");
    assertRefused(
        () -> Transports.find(Optional.empty()),
        "no transport found: put one on the module path or class path, for instance the module"
            + " transport-netty-quic");
  }

  private static Choice<Plugin> choice(String... names) {
    List<Plugin> plugins = Arrays.stream(names).map(Plugin::new).toList();
    return Choice.of("store", "store-memory", plugins, Plugin::name);
  }

  private static void assertRefused(Runnable call, String message) {
    assertThatExceptionOfType(PluginException.class)
        .isThrownBy(call::run)
        .withMessage("%s", message);
  }
}
