// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** The transport {@code netty-quic}: BBQ's transport SPI on top of Netty's QUIC codec. */
@NullMarked
package dev.bbq.transport.netty;

import org.jspecify.annotations.NullMarked;
