// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** The store SPI: what has to be offered by something that keeps the messages of queues. */
@NullMarked
package dev.bbq.api.store;

import org.jspecify.annotations.NullMarked;
