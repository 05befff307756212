// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.api.plugin;

/** The one place that should look for stores, and doesn't. */
public final class Stores {}
