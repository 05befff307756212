// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.wire.Block;

/** How a delivery is settled. */
enum Settlement {
  ACK(Block.Outcome.ACK),
  /** Acks all before it too. */
  ACK_ALL(Block.Outcome.ACK),
  NACK(Block.Outcome.NACK),
  REQUEUE(Block.Outcome.REQUEUE),
  REJECT(Block.Outcome.REJECT);

  private final Block.Outcome outcome;

  Settlement(Block.Outcome outcome) {
    this.outcome = outcome;
  }

  Block.Outcome outcome() {
    return outcome;
  }
}
