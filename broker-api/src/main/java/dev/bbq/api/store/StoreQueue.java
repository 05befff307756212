// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.store;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * One queue in a {@link QueueStore}: messages numbered from 0 in the order of their appends, with
 * gaps where they were settled. Threading and failure as there.
 */
public interface StoreQueue {

  /**
   * Reads forward from a sequence.
   *
   * @param fromSequence 0 or more; where to start
   * @param maxRecords 1 or more
   * @param maxBytes stops before the record that would exceed it, but returns at least one; 1 or
   *     more
   * @return completes with what is kept from there on, in order
   */
  CompletionStage<Page> read(long fromSequence, int maxRecords, long maxBytes);

  /** Forgets messages for good; sequences that aren't kept are passed over. */
  CompletionStage<Void> settle(Sequences sequences);

  /**
   * Notes failed deliveries: each message's {@link StoredRecord#failures()} grows. Messages that
   * aren't kept are passed over.
   *
   * @param sequences which messages
   * @param failures what is added to each; 1 or more
   * @param notBeforeMs earliest redelivery in ms since the epoch, 0 for at once; kept for recovery
   */
  CompletionStage<Void> release(Sequences sequences, int failures, long notBeforeMs);

  /**
   * Forgets the queue with all it keeps. Later calls on it complete exceptionally; a second drop
   * completes.
   */
  CompletionStage<Void> drop();

  /**
   * A piece of a queue.
   *
   * @param records what is kept, by ascending sequence; may be empty
   * @param nextSequence where the next read should start: behind all that this one has seen, and
   *     never behind a message whose append has not completed
   */
  record Page(List<StoredRecord> records, long nextSequence) {}
}
