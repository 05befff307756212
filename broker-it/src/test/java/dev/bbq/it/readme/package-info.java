// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** The examples of the README, run as they stand there. */
@NullMarked
package dev.bbq.it.readme;

import org.jspecify.annotations.NullMarked;
