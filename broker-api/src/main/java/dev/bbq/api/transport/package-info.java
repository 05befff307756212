// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The transport SPI: what a QUIC stack has to offer so that client and broker can speak over it,
 * free of any type of such a stack.
 */
@NullMarked
package dev.bbq.api.transport;

import org.jspecify.annotations.NullMarked;
