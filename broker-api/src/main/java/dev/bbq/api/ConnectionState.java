// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import java.time.Duration;
import java.util.List;

/** How one of a client's connections is at the moment. */
public sealed interface ConnectionState {

  /** It was not needed so far, or the first attempt to make it has failed. */
  record Idle() implements ConnectionState {}

  /**
   * It is up and in use.
   *
   * @param problems what of the client's exchanges, queues and bindings the broker has refused to
   *     declare again, with its reasons; mostly empty
   */
  record Connected(List<String> problems) implements ConnectionState {
    public Connected {
      problems = List.copyOf(problems);
    }
  }

  /**
   * It is up, and the broker has publishers wait: nothing is sent until it says that they may go
   * on. Of publishing connections only.
   *
   * @param code why; {@link ErrorCode#BLOCKED} mostly
   * @param reason the broker's words
   */
  record Blocked(ErrorCode code, String reason) implements ConnectionState {}

  /**
   * It was lost, or the broker wants it to end, and it is about to be made again.
   *
   * @param attempt which one comes next or is under way: 1, 2, 3, …
   * @param delay the pause before that attempt
   * @param reason why the connection was lost, or why the last attempt has failed
   */
  record Reconnecting(int attempt, Duration delay, String reason) implements ConnectionState {}

  /**
   * It is gone for good: the client was closed or has given up.
   *
   * @param reason why
   */
  record Closed(String reason) implements ConnectionState {}
}
