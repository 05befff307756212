// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.core.routing;

import dev.bbq.it.planted.core.connection.Connection;

/** Routing that looks up. */
public record SeesConnection(Connection connection) {}
