// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** What a queue needs of the broker around it. Called on any thread, without a lock. */
public interface QueueHost {

  /** Returns the time in ms since the epoch. */
  long nowMs();

  /**
   * Calls {@link Queue#onAlarm} at a time, or soon after, on a thread of the broker's own; never
   * within this call.
   */
  void alarm(Queue queue, long atMs);

  /**
   * Moves dead letters to the dead-letter exchange of their queue; not within this call, for the
   * queues there may have dead letters by that.
   *
   * @return completes, never exceptionally, with what has become of each
   */
  CompletionStage<List<DeadLetter.Fate>> bury(Queue from, List<DeadLetter> letters);

  /** Deletes a queue that nobody has used for as long as it may be unused. */
  void expire(Queue queue);
}
