// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.transport.one;

import dev.bbq.it.planted.store.one.OneStore;

/** A transport that sees a store. */
public record SeesOtherKind(OneStore store) {}
