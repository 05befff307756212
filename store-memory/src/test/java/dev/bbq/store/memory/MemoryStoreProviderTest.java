// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.plugin.Stores;
import dev.bbq.api.store.StoreCapabilities;
import dev.bbq.api.store.StoreCapabilities.Durability;
import dev.bbq.api.store.StoreProvider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryStoreProviderTest {

  @Test
  void shouldBeFoundByItsName() {
    assertThat(Stores.find(Optional.of("memory"))).isInstanceOf(MemoryStoreProvider.class);
  }

  @Test
  void shouldDeclareWhatTheHeapCanDo() {
    assertThat(new MemoryStoreProvider().capabilities())
        .isEqualTo(new StoreCapabilities(Durability.MEMORY, false, false, Integer.MAX_VALUE - 64L));
  }

  @Test
  void shouldNameTheSameProviderOnTheClassPathAsOnTheModulePath() throws IOException {
    ModuleDescriptor descriptor = MemoryStoreProvider.class.getModule().getDescriptor();
    String service = StoreProvider.class.getName();

    assertThat(descriptor.exports()).isEmpty();
    assertThat(descriptor.provides())
        .singleElement()
        .satisfies(
            provides -> {
              assertThat(provides.service()).isEqualTo(service);
              assertThat(provides.providers()).isEqualTo(classPathProviders(service));
            });
  }

  private static List<String> classPathProviders(String service) throws IOException {
    try (InputStream file =
        MemoryStoreProvider.class.getResourceAsStream("/META-INF/services/" + service)) {
      return new String(file.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }
}
