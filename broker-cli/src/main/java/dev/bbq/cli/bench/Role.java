// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import java.util.concurrent.atomic.LongAdder;

/** What a child process is for. */
interface Role extends AutoCloseable {

  /** Returns the port it listens on, or 0 when it doesn't. */
  default int port() {
    return 0;
  }

  /**
   * Does some work and measures it.
   *
   * @param done counts messages as they are answered or consumed
   */
  default Outcome perform(Task task, LongAdder done) throws Exception {
    throw new BenchException("no such work here: task=" + task);
  }

  @Override
  void close();
}
