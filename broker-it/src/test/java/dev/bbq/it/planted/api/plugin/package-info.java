// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** In the shape of the choice of plugins. */
@NullMarked
package dev.bbq.it.planted.api.plugin;

import org.jspecify.annotations.NullMarked;
