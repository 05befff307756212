// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.core;

/** What the layers below must not see. */
public final class Top {}
