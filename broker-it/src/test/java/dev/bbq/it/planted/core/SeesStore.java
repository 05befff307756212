// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.core;

import dev.bbq.it.planted.store.one.OneStore;

/** A broker that sees a store's implementation. */
public record SeesStore(OneStore store) {}
