// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

/** Where a block is on its way. */
enum State {
  /** Takes messages. */
  OPEN,
  /** Full, and on the heap for as long as the cache wants it. */
  CACHED,
  /** Waits to be written. */
  PENDING,
  /** In a file only. */
  SPILLED,
  /** In a file, and read back. */
  WARM,
  /** Without a message. */
  DEAD
}
