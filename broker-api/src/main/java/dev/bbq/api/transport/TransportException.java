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
  private final long code;

  /**
   * Creates a failure whose message reads {@code problem: key=value, …}, with host and port when it
   * is one to connect.
   */
  public TransportException(Kind kind, String message, @Nullable Throwable cause) {
    this(kind, 0, message, cause);
  }

  /**
   * Creates a failure that the peer has given a code for.
   *
   * @param code that of the CONNECTION_CLOSE frame of its transport (RFC 9000 section 19.19): 0x100
   *     and a TLS alert when its TLS has refused us (RFC 9001 section 4.8)
   */
  public TransportException(Kind kind, long code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.code = code;
  }

  /** Returns what failed. */
  public Kind kind() {
    return kind;
  }

  /** Returns the peer's code, 0 when it has given none. */
  public long code() {
    return code;
  }
}
