// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** In the shape of another transport plugin. */
@NullMarked
package dev.bbq.it.planted.transport.two;

import org.jspecify.annotations.NullMarked;
