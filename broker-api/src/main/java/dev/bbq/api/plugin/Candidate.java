// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

import java.util.function.Supplier;

/**
 * A provider of a service that has not been made yet.
 *
 * @param type its class
 * @param provider makes it
 */
record Candidate<T>(Class<? extends T> type, Supplier<? extends T> provider) {}
