// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The choice of plugins: finds transports and stores by name, and fails closed with words that
 * help.
 */
@NullMarked
package dev.bbq.api.plugin;

import org.jspecify.annotations.NullMarked;
