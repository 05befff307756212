// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

/** The time, and calls at a time. Any thread. */
public interface Alarms {

  /** Returns the time in ms since the epoch. */
  long nowMs();

  /** Runs a task at a time, or soon after. It does not block, and does not throw. */
  void at(long timeMs, Runnable task);
}
