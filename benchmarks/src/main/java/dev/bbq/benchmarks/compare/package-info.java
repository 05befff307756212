// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** A comparison of brokers on one machine: its rounds, its figures and its tables. */
@NullMarked
package dev.bbq.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
