// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of the transport kit itself, in its package as they look into it. */
@NullMarked
package dev.bbq.tck.transport;

import org.jspecify.annotations.NullMarked;
