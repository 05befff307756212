// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import dev.bbq.api.store.QueueStore;
import dev.bbq.core.routing.Topology;

/**
 * What the streams of all connections work with.
 *
 * @param topology exchanges, queues, bindings
 * @param store what keeps the messages
 * @param limits the bounds for each client
 * @param memory whether there is room for more messages
 * @param about what the broker is made of, for clients
 */
public record Services(
    Topology topology, QueueStore store, StreamLimits limits, MemoryGuard memory, About about) {}
