// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** What every store must prove, free of any store's types. */
@NullMarked
package dev.bbq.tck.store;

import org.jspecify.annotations.NullMarked;
