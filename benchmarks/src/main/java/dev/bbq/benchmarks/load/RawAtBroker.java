// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

/** SEND blocks straight to a broker's queue, as by a client in another language. */
final class RawAtBroker implements Load {

  private final Endpoint endpoint;
  private final RawLoad raw;

  RawAtBroker(Endpoint endpoint) throws Exception {
    this.endpoint = endpoint;
    this.raw = new RawLoad(endpoint);
  }

  @Override
  public Figures perform(Task task) throws Exception {
    try (BbqMessageClient client = Retry.until(() -> new BbqMessageClient(endpoint))) {
      client.declare(1, false);
      Figures figures = raw.perform(task);
      client.purge();
      return figures;
    }
  }

  @Override
  public void close() {
    raw.close();
  }
}
