// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** In the shape of a store plugin. */
@NullMarked
package dev.bbq.it.planted.store.one;

import org.jspecify.annotations.NullMarked;
