// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import org.jspecify.annotations.Nullable;

/**
 * There is no connection: it could not be made, or was lost, or the broker has ended it. One that
 * could not be made says what to do behind a {@code ;}.
 */
public final class ConnectionException extends BbqException {

  private static final long serialVersionUID = 1L;

  /** What is wrong, as far as a program may want to act on it. */
  public enum Kind {
    /** No broker answers there; one may do so later. */
    UNREACHABLE,
    /**
     * Client and broker don't accept each other's certificates, or the client's own can't be used:
     * to try again is of no use.
     */
    CERTIFICATE,
    /** The broker answers and serves no such client: to try again is of no use. */
    REFUSED,
    /** It was there and has ended. */
    LOST
  }

  private final Kind kind;

  /** Creates it for a lost connection, with a message that reads {@code problem: key=value, …}. */
  public ConnectionException(String message) {
    this(message, null);
  }

  /**
   * Creates it with a message that reads {@code problem: key=value, …}, and what lies behind it,
   * whose kind it takes over if that is of this type.
   */
  public ConnectionException(String message, @Nullable Throwable cause) {
    this(cause instanceof ConnectionException same ? same.kind : Kind.LOST, message, cause);
  }

  /**
   * Creates it with a message that reads {@code problem: key=value, …; what to do}, and what lies
   * behind it.
   */
  public ConnectionException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Returns what is wrong. */
  public Kind kind() {
    return kind;
  }
}
