// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** The broker, to be embedded: {@link dev.bbq.core.Broker}. */
@NullMarked
package dev.bbq.core;

import org.jspecify.annotations.NullMarked;
