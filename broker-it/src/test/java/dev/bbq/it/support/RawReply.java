// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.support;

import dev.bbq.api.ErrorCode;

/**
 * A reply to a SEND block as it came over the wire.
 *
 * @param kind its first byte
 * @param code its code; NONE for a confirm, which has none
 * @param reason its words; empty for a confirm
 */
public record RawReply(int kind, ErrorCode code, String reason) {

  /** The byte that says that a message is kept. */
  public static final RawReply CONFIRMED = new RawReply(1, ErrorCode.NONE, "");

  /** Tells whether this is a refusal with that code. */
  public boolean refuses(ErrorCode expected) {
    return kind == 2 && code == expected;
  }

  /** Tells whether this ends the stream with that code. */
  public boolean ends(ErrorCode expected) {
    return kind == 4 && code == expected;
  }
}
