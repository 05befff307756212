// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.ConnectionPurpose;
import dev.bbq.api.ConnectionState;
import java.lang.System.Logger.Level;

/** How the connection of a link is, and the word of each change to whom it concerns. Any thread. */
final class LinkStatus {

  /** Of its own: who has a listener may want to hear it from there alone. */
  private static final System.Logger LOG = System.getLogger("dev.bbq.api.client.Link");

  private final ConnectionPurpose purpose;
  private final StateNews news;
  private volatile ConnectionState state = new ConnectionState.Idle();

  LinkStatus(ConnectionPurpose purpose, StateNews news) {
    this.purpose = purpose;
    this.news = news;
  }

  ConnectionState state() {
    return state;
  }

  /** Says how the connection is, for messages. */
  String describe() {
    return switch (state) {
      case ConnectionState.Idle idle -> "none";
      case ConnectionState.Connected connected -> "up";
      case ConnectionState.Blocked blocked ->
          "blocked by the broker, code=%s, reason=%s".formatted(blocked.code(), blocked.reason());
      case ConnectionState.Reconnecting again ->
          "lost, attempt=%d, reason=%s".formatted(again.attempt(), again.reason());
      case ConnectionState.Closed gone -> "closed, reason=" + gone.reason();
    };
  }

  /** Changes it. Link's context. */
  void change(ConnectionState to) {
    log(state, to);
    state = to;
    news.tell(purpose, to);
  }

  private void log(ConnectionState from, ConnectionState to) {
    switch (to) {
      case ConnectionState.Connected up when from instanceof ConnectionState.Blocked ->
          LOG.log(Level.INFO, "unblocked");
      case ConnectionState.Connected up when from instanceof ConnectionState.Reconnecting ->
          LOG.log(
              up.problems().isEmpty() ? Level.INFO : Level.WARNING,
              "connected again: connection={0}, problems={1}",
              purpose,
              up.problems());
      case ConnectionState.Blocked now ->
          LOG.log(Level.INFO, "blocked: code={0}, reason={1}", now.code(), now.reason());
      case ConnectionState.Reconnecting now ->
          LOG.log(
              from instanceof ConnectionState.Reconnecting ? Level.DEBUG : Level.WARNING,
              "reconnecting: connection={0}, attempt={1}, delay={2}, reason={3}",
              purpose,
              now.attempt(),
              now.delay(),
              now.reason());
      case ConnectionState.Closed now ->
          LOG.log(
              Level.DEBUG,
              "connection given up: connection={0}, reason={1}",
              purpose,
              now.reason());
      case ConnectionState.Idle idle -> {}
      case ConnectionState.Connected first -> {}
    }
  }
}
