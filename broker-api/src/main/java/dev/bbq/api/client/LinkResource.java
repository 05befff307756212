// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;

/**
 * What lives on a connection and goes on to the next one when that is lost. All methods are called
 * in the context of the {@link Link}.
 */
interface LinkResource {

  /** Goes to work on a connection. */
  void attach(ClientConnection connection);

  /** Learns that the broker wants to end the connection: begins nothing new on it. */
  void leave();

  /** Learns that the broker has publishers wait no more. */
  default void resume() {}

  /** Learns that the connection has ended; its streams have before. */
  void detach();

  /** Learns that there will be no connection any more. */
  void giveUp(BbqException why);
}
