// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The wire codec that client and broker share (docs/protocol.md): blocks, their fields, and the
 * replies to SEND.
 */
@NullMarked
package dev.bbq.api.wire;

import org.jspecify.annotations.NullMarked;
