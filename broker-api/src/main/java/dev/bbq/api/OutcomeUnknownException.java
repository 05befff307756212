// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import org.jspecify.annotations.Nullable;

/**
 * A publish was sent, but no answer came: the message may or may not have been kept. To publish it
 * again may make a duplicate.
 */
public final class OutcomeUnknownException extends BbqException {

  private static final long serialVersionUID = 1L;

  /** Creates it with a message that reads {@code problem: key=value, …}. */
  public OutcomeUnknownException(String message) {
    super(message, null);
  }

  /**
   * Creates it with a message that reads {@code problem: key=value, …}, and what lies behind it.
   */
  public OutcomeUnknownException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
