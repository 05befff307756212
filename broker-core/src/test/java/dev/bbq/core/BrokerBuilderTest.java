// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.ConnectionException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerBuilderTest {

  @Test
  void shouldNotStartWithoutCertificates() {
    assertThatThrownBy(() -> Broker.builder().start())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("certificates missing: call certificates(folder) or tls(config)");
  }

  @Test
  void shouldNameAFolderWithoutCertificates(@TempDir Path folder) {
    assertThatThrownBy(() -> Broker.builder().certificates(folder))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining(folder.toString());
  }
}
