// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** Who gets in, on each transport, and who does not. */
@NullMarked
package dev.bbq.it.identity;

import org.jspecify.annotations.NullMarked;
