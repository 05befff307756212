// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

/** Which blocks may come on a stream, and how large each may be. */
@FunctionalInterface
public interface BlockLimits {

  /** The answer for a tag that may not come. */
  long NOT_ALLOWED = -1;

  /** Returns the largest total of a block with this tag, in bytes, or {@link #NOT_ALLOWED}. */
  long maxTotal(int tag);
}
