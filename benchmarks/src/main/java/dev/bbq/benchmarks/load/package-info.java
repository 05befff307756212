// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** The clients' side of a comparison: the same load through each broker's own Java client. */
@NullMarked
package dev.bbq.benchmarks.load;

import org.jspecify.annotations.NullMarked;
