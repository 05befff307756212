// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.ConnectionListener;
import dev.bbq.api.ConnectionPurpose;
import dev.bbq.api.ConnectionState;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Words for people on what becomes of a connection while a command goes on: lost, back, blocked,
 * unblocked. Called on one thread.
 */
final class Notices implements ConnectionListener {

  private final ConnectionPurpose purpose;
  private final PrintWriter err;
  private final Times times;
  private @Nullable Instant lostAt;
  private @Nullable Instant blockedAt;

  /** Creates them for one of the client's connections. */
  Notices(ConnectionPurpose purpose, PrintWriter err, InstantSource clock) {
    this.purpose = purpose;
    this.err = err;
    this.times = new Times(clock);
  }

  @Override
  public void onChange(ConnectionPurpose connection, ConnectionState state) {
    if (connection != purpose) {
      return;
    }
    switch (state) {
      case ConnectionState.Reconnecting now -> lost(now.reason());
      case ConnectionState.Blocked now -> {
        back();
        blocked(now.reason());
      }
      case ConnectionState.Connected now -> {
        back();
        unblocked();
        now.problems().forEach(problem -> say("not restored: " + problem));
      }
      case ConnectionState.Idle now -> {}
      case ConnectionState.Closed now -> {} // the command itself fails with the reason
    }
  }

  private void lost(String reason) {
    blockedAt = null;
    if (lostAt == null) {
      lostAt = times.clock().instant();
      say("connection lost, trying to connect again: reason=" + reason);
    }
  }

  private void back() {
    if (lostAt != null) {
      say("connected again: after=" + times.since(lostAt));
      lostAt = null;
    }
  }

  private void blocked(String reason) {
    if (blockedAt == null) {
      blockedAt = times.clock().instant();
      say("blocked, waiting until the broker takes messages again: reason=" + reason);
    }
  }

  private void unblocked() {
    if (blockedAt != null) {
      say("unblocked: after=" + times.since(blockedAt));
      blockedAt = null;
    }
  }

  private void say(String words) {
    err.println(Printable.of(words));
  }
}
