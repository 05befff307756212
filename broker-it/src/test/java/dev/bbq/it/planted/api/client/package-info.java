// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** In the shape of the client. */
@NullMarked
package dev.bbq.it.planted.api.client;

import org.jspecify.annotations.NullMarked;
