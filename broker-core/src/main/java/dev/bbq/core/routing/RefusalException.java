// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import dev.bbq.api.ErrorCode;

/** A request that can't be granted, with the code and the words for the client. */
public final class RefusalException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /** Creates it with a message that reads {@code problem: key=value, …}. */
  public RefusalException(ErrorCode code, String message) {
    super(message, null, false, false); // no stack: an answer, not a failure of ours
    this.code = code;
  }

  /** Returns why. */
  public ErrorCode code() {
    return code;
  }

  /** Returns the words, which are never null. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
