// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** In the shape of the broker's routing. */
@NullMarked
package dev.bbq.it.planted.core.routing;

import org.jspecify.annotations.NullMarked;
