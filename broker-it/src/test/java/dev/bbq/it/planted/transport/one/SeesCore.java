// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.transport.one;

import dev.bbq.it.planted.core.Top;

/** A transport that sees the broker. */
public record SeesCore(Top core) {}
