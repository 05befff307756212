// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Measurements of broker and transport: a parent that gives out the work and reports, and processes
 * of its own for broker, publishers and consumers.
 */
@NullMarked
package dev.bbq.cli.bench;

import org.jspecify.annotations.NullMarked;
