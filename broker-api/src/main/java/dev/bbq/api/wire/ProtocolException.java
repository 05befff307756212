// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import dev.bbq.api.ErrorCode;

/** A peer has broken the protocol on a stream. */
public final class ProtocolException extends Exception {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /** Creates it with a message that reads {@code problem: key=value, …}. */
  public ProtocolException(ErrorCode code, String message) {
    super(
        message, null, false,
        false); // no stack: the peer's fault, and a peer must not make us fill stacks
    this.code = code;
  }

  /** Returns what was broken. */
  public ErrorCode code() {
    return code;
  }

  /** Returns the message, which is never null. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
