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
   * Reads forward from a sequence. Messages stay until they are settled, and may be read again.
   *
   * <p>The broker reads one page of a queue at a time. When a page has got it no further, it reads
   * again once another append has completed.
   *
   * @param fromSequence 0 or more; where to start
   * @param maxRecords 1 or more
   * @param maxBytes stops before the record that would exceed it, but returns at least one; 1 or
   *     more
   * @return completes with what is kept from there on, in order
   */
  CompletionStage<Page> read(long fromSequence, int maxRecords, long maxBytes);

  /**
   * Forgets messages for good; sequences that aren't kept are passed over. Once the stage has
   * completed, neither a {@link #read} that starts after nor a later run returns them.
   *
   * <p>That goes for messages kept by then. One whose append has not completed stays if it is kept
   * only after; then the broker settles it again.
   */
  CompletionStage<Void> settle(Sequences sequences);

  /**
   * Notes failed deliveries: each message's {@link StoredRecord#failures()} grows, in the pages of
   * reads that start once the stage has completed, and in a later run. Messages that aren't kept
   * are passed over.
   *
   * @param sequences which messages
   * @param failures what is added to each; 1 or more
   * @param notBeforeMs earliest redelivery in ms since the epoch, 0 for at once; kept for recovery
   */
  CompletionStage<Void> release(Sequences sequences, int failures, long notBeforeMs);

  /**
   * Forgets the queue with all it keeps; then one of its name may be created anew. Later calls on
   * it complete exceptionally; a second drop completes. The broker calls it when no append to the
   * queue is under way, but reads and settlements may be: those may fail.
   */
  CompletionStage<Void> drop();

  /**
   * A piece of a queue.
   *
   * @param records what is kept, by ascending sequence; may be empty; not changed by anyone
   *     afterwards
   * @param nextSequence where the next read should start: behind all that this one has seen, and
   *     never behind a message that may yet be kept, for nobody would come back for it
   */
  record Page(List<StoredRecord> records, long nextSequence) {}
}
