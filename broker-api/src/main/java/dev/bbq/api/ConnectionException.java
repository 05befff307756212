// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import org.jspecify.annotations.Nullable;

/** There is no connection: it could not be made, or was lost, or the broker has ended it. */
public final class ConnectionException extends BbqException {

  private static final long serialVersionUID = 1L;

  /** Creates it with a message that reads {@code problem: key=value, …}. */
  public ConnectionException(String message) {
    super(message, null);
  }

  /**
   * Creates it with a message that reads {@code problem: key=value, …}, and what lies behind it.
   */
  public ConnectionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
