// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.core.queue;

import dev.bbq.it.planted.core.connection.Connection;

/** A queue that looks up two steps. */
public record SeesConnection(Connection connection) {}
