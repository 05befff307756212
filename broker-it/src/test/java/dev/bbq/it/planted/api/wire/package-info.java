// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** In the shape of the codec. */
@NullMarked
package dev.bbq.it.planted.api.wire;

import org.jspecify.annotations.NullMarked;
