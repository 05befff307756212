// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of the store kit itself, in its package as they look into it. */
@NullMarked
package dev.bbq.tck.store;

import org.jspecify.annotations.NullMarked;
