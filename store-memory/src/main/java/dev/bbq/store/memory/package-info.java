// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** The store on the heap: each queue is a chunked array of references to its messages. */
@NullMarked
package dev.bbq.store.memory;

import org.jspecify.annotations.NullMarked;
