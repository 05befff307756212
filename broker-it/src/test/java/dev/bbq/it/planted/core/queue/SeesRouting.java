// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.core.queue;

import dev.bbq.it.planted.core.routing.Routing;

/** A queue that looks up one step. */
public record SeesRouting(Routing routing) {}
