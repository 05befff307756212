// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.core.connection;

import dev.bbq.it.planted.core.Top;

/** A connection that looks up. */
public record SeesTop(Top top) {}
