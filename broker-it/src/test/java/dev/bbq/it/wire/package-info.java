// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** Tests that speak the protocol by hand: what must work, and what a broker must survive. */
@NullMarked
package dev.bbq.it.wire;

import org.jspecify.annotations.NullMarked;
