// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The writes of one connection that may wait for ever.
 *
 * <p>When both halves of a stream are complete, ours by a STOP_SENDING that Netty has kept to
 * itself, quiche forgets the stream and Netty queues a write to it as if there were no room. Such a
 * write looks like one that waits for room on a full connection. But there, when room comes, it
 * goes first to those that wait. So a first write that still waits while others have been accepted
 * at once for a second is lost.
 */
final class LostWrites {

  private static final long INTERVAL_MS = 1000;

  private final EventLoop loop;
  private List<StreamOutput> young = new ArrayList<>();
  private final List<StreamOutput> old = new ArrayList<>();
  private boolean acceptedAny;

  LostWrites(EventLoop loop) {
    this.loop = loop;
  }

  /** Notes that a write was accepted at once: there is room on the connection. */
  void onAccepted() {
    acceptedAny = true;
  }

  /** Watches the first write of an output. */
  void watch(StreamOutput output) {
    if (young.isEmpty() && old.isEmpty()) {
      schedule();
    }
    young.add(output);
  }

  private void schedule() {
    loop.schedule(this::judge, INTERVAL_MS, TimeUnit.MILLISECONDS);
  }

  private void judge() {
    if (acceptedAny) {
      old.forEach(StreamOutput::presumeStopped);
      old.clear();
    }
    old.removeIf(output -> !output.isWaiting());
    old.addAll(young);
    young = new ArrayList<>();
    acceptedAny = false;
    if (!old.isEmpty()) {
      schedule();
    }
  }
}
