// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.store.one;

/** What neither core nor another plugin must see. */
public final class OneStore {}
