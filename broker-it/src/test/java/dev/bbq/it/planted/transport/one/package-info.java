// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** In the shape of a transport plugin. */
@NullMarked
package dev.bbq.it.planted.transport.one;

import org.jspecify.annotations.NullMarked;
