// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.core;

import io.netty.buffer.Unpooled;

/** A broker with a library in its inside alone. */
public final class HidesNetty {

  private HidesNetty() {}

  /** Hides it. */
  public static int capacity() {
    return Unpooled.EMPTY_BUFFER.capacity();
  }
}
