// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Mixed traffic over all pairs of transports for a while: nothing may be lost, and no process may
 * grow. Each broker, and the clients of each transport, have a JVM of their own.
 */
@NullMarked
package dev.bbq.it.mixed;

import org.jspecify.annotations.NullMarked;
