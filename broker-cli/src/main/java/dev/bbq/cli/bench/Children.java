// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import java.io.IOException;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The child processes of a measurement. They end with it, whatever way it ends: if this process
 * dies, they see the end of their stdin.
 */
final class Children implements AutoCloseable {

  private final List<String> command;
  private final Deque<ChildProcess> started = new ConcurrentLinkedDeque<>();

  /**
   * Creates it without children.
   *
   * @param command the command line of a child, without its settings
   */
  Children(List<String> command) {
    this.command = command;
  }

  /** Starts a child; returns when it is ready. */
  ChildProcess start(ChildSettings settings) throws IOException, InterruptedException {
    ChildProcess child = ChildProcess.start(command, settings);
    started.push(child);
    return child;
  }

  /** Returns those that were started; any thread. */
  Collection<ChildProcess> all() {
    return started;
  }

  /** Ends the children, the last one first. */
  @Override
  public void close() {
    started.forEach(ChildProcess::close);
    started.clear();
  }
}
