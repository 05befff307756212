// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

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

class CaffeineStoreProviderTest {

  @Test
  void shouldBeFoundByItsName() {
    assertThat(Stores.find(Optional.of("caffeine"))).isInstanceOf(CaffeineStoreProvider.class);
  }

  @Test
  void shouldDeclareABacklogBeyondTheHeap() {
    assertThat(new CaffeineStoreProvider().capabilities())
        .isEqualTo(new StoreCapabilities(Durability.MEMORY, false, true, 1 << 30));
  }

  @Test
  void shouldNameTheSameProviderOnTheClassPathAsOnTheModulePath() throws IOException {
    ModuleDescriptor descriptor = CaffeineStoreProvider.class.getModule().getDescriptor();
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
        CaffeineStoreProvider.class.getResourceAsStream("/META-INF/services/" + service)) {
      return new String(file.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }
}
