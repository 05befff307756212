// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import org.jspecify.annotations.Nullable;

/** What can go wrong between a client and a broker. Messages read {@code problem: key=value, …}. */
public abstract sealed class BbqException extends RuntimeException
    permits RefusedException,
        OutcomeUnknownException,
        ConnectionException,
        BbqTimeoutException,
        ClosedException {

  private static final long serialVersionUID = 1L;

  BbqException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
