// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of the way of a message, through the client that users have. */
@NullMarked
package dev.bbq.it.journey;

import org.jspecify.annotations.NullMarked;
