// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** JMH benchmarks of the hot paths; see the README of this folder for how to run them. */
@NullMarked
package dev.bbq.benchmarks;

import org.jspecify.annotations.NullMarked;
