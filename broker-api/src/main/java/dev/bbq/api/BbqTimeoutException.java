// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import org.jspecify.annotations.Nullable;

/** A wait was longer than its bound. */
public final class BbqTimeoutException extends BbqException {

  private static final long serialVersionUID = 1L;

  /** Creates it with a message that reads {@code problem: key=value, …}. */
  public BbqTimeoutException(String message) {
    super(message, null);
  }

  /**
   * Creates it with a message that reads {@code problem: key=value, …}, and what lies behind it.
   */
  public BbqTimeoutException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
