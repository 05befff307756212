// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

/** The broker has refused a request. Nothing was changed or kept by it. */
public final class RefusedException extends BbqException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /** Creates it with the broker's code and words. */
  public RefusedException(ErrorCode code, String reason) {
    super("refused: code=%s, reason=%s".formatted(code, reason), null);
    this.code = code;
  }

  /** Returns why. */
  public ErrorCode code() {
    return code;
  }
}
