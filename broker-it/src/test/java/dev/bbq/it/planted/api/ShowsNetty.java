// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.api;

import io.netty.buffer.ByteBuf;

/** An API with a library's type in a signature. */
public interface ShowsNetty {
  /** Shows it. */
  ByteBuf bytes();
}
