// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** Routing: exchanges, their bindings, and the way from an exchange and a routing key to queues. */
@NullMarked
package dev.bbq.core.routing;

import org.jspecify.annotations.NullMarked;
