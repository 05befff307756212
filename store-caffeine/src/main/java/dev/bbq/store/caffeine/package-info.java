// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** The store whose messages lie in blocks, which a cache keeps on the heap or sends to disk. */
@NullMarked
package dev.bbq.store.caffeine;

import org.jspecify.annotations.NullMarked;
