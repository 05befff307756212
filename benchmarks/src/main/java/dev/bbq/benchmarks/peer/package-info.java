// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** The brokers that are compared: how each is found, started, told apart and ended. */
@NullMarked
package dev.bbq.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
