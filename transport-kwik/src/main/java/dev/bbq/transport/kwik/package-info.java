// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The transport SPI on kwik, whose blocking streams are read and written by a thread each; a
 * connection's callbacks run one after another in its {@link dev.bbq.transport.kwik.Context}.
 */
@NullMarked
package dev.bbq.transport.kwik;

import org.jspecify.annotations.NullMarked;
