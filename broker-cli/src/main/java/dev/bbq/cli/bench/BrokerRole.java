// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import dev.bbq.core.Broker;
import java.time.Duration;

/** The broker of a measurement. */
final class BrokerRole implements Role {

  private final Broker broker;

  BrokerRole(ChildSettings settings) {
    Broker.Builder builder =
        Broker.builder()
            .listen(settings.freeAddress())
            .certificates(settings.certificates())
            .dataDirectory(settings.data())
            .plugins(settings.plugins().load());
    settings.plugins().transport().ifPresent(builder::transport);
    settings.plugins().store().ifPresent(builder::store);
    broker = builder.start();
  }

  @Override
  public int port() {
    return broker.address().getPort();
  }

  @Override
  public void close() {
    boolean unused = broker.close(Duration.ofSeconds(1));
  }
}
