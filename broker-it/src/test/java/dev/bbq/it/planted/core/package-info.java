// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** In the shape of the broker. */
@NullMarked
package dev.bbq.it.planted.core;

import org.jspecify.annotations.NullMarked;
