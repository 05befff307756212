// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;

/**
 * The way of a publisher's messages to the broker over one connection. All is called in the
 * connection's context.
 */
interface PublishRoute {

  /** Sends what {@link Outbox#next()} has, as far as there is room. */
  void drain();

  /** Goes on after the broker had messages wait. */
  void resume();

  /** Begins to send no more messages and ends in good order. */
  void leave();

  /** Learns that the publisher is closed and all is answered. */
  void finish();

  /** Gives up: what is unanswered fails. */
  void abort(BbqException why);
}
