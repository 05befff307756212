// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** The commands of {@code bbq}: what each takes, does and answers. */
@NullMarked
package dev.bbq.cli;

import org.jspecify.annotations.NullMarked;
