// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.transport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A failure to listen or to connect. */
public final class TransportException extends IOException {

  private static final long serialVersionUID = 1L;

  /** What failed, as far as a caller may want to act on it. */
  public enum Kind {
    /** The address can't be bound, resolved or reached. */
    ADDRESS,
    /**
     * Our certificate or key is of no use, or the peer's certificate was refused, or it refused
     * ours.
     */
    TLS,
    /** The peer did not answer in time. */
    TIMEOUT,
    /** Something else in the stack. */
    FAILURE
  }

  private final Kind kind;

  /** Creates a failure whose message reads {@code problem: key=value, …}. */
  public TransportException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Returns what failed. */
  public Kind kind() {
    return kind;
  }
}
