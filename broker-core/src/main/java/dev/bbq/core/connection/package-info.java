// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Connections: what a client's streams say, and what the broker answers (docs/protocol.md,
 * "Streams").
 */
@NullMarked
package dev.bbq.core.connection;

import org.jspecify.annotations.NullMarked;
