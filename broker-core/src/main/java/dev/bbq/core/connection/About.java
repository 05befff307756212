// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import dev.bbq.api.store.StoreCapabilities;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What a broker is made of, for those who ask.
 *
 * @param product its name and version
 * @param transport the name of its transport
 * @param store the name of its store
 * @param capabilities what that store can do
 * @param clock what time it is
 * @param since when it was started
 */
public record About(
    String product,
    String transport,
    String store,
    StoreCapabilities capabilities,
    InstantSource clock,
    Instant since) {}
