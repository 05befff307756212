// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** In the shape of the broker's connections. */
@NullMarked
package dev.bbq.it.planted.core.connection;

import org.jspecify.annotations.NullMarked;
