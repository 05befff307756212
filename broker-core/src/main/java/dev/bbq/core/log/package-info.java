// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** How values look in lines of the log. */
@NullMarked
package dev.bbq.core.log;

import org.jspecify.annotations.NullMarked;
