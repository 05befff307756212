// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.wire.Block;
import java.util.concurrent.CompletableFuture;

/** A request and who waits for its answer. */
record Request(Block.TopologyRequest block, CompletableFuture<Answer> answer) {}
