// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import java.util.List;

/**
 * One consumer of a queue: its credit and its leases. All state is guarded by the queue; the
 * listener is called without any lock.
 *
 * <p>A consumer without credit is in nobody's way: it is not in the queue's turn.
 */
public final class Consumer {

  /**
   * What a consumer's connection learns from the queue; called on any thread, without a lock, and
   * must not block.
   */
  public interface Listener {
    /**
     * Leases wait to be {@linkplain Consumer#take taken}. Not called again before a take has found
     * none.
     */
    void onReady();

    /** The queue was deleted; the consumer has no leases any more. */
    void onQueueDeleted();
  }

  /**
   * The most leases that wait to be taken: enough for a burst, and little enough that a consumer
   * that does not read keeps next to nothing from the others, whatever its credit.
   */
  static final int MAX_UNSENT = 256;

  private final Queue queue;
  private final Listener listener;

  // Guarded by the queue.
  final LeaseRing leases = new LeaseRing();
  private int creditMessages;
  private long creditBytes;
  private int heldMessages;
  private long heldBytes;
  boolean inTurn;
  boolean woken;
  boolean gone;

  Consumer(Queue queue, Listener listener) {
    this.queue = queue;
    this.listener = listener;
  }

  /** Returns the queue it consumes. */
  public Queue queue() {
    return queue;
  }

  Listener listener() {
    return listener;
  }

  /**
   * Takes leases that wait, as sent. When it takes none, the listener is called for the next.
   *
   * @param into where they are added
   * @param maxMessages at most so many
   * @param maxBytes stops once so many bytes are reached
   * @return the delivery number of the first one taken; the others follow
   */
  public long take(List<Lease> into, int maxMessages, long maxBytes) {
    return queue.take(this, into, maxMessages, maxBytes);
  }

  /** Tells whether it gets its turn: it has credit, and takes what it was given. */
  boolean isEligible() {
    return !gone
        && heldMessages < creditMessages
        && heldBytes < creditBytes
        && leases.unsent() < MAX_UNSENT;
  }

  boolean isOverCredit() {
    return heldMessages > creditMessages || heldBytes > creditBytes;
  }

  void credit(int messages, long bytes) {
    creditMessages = messages;
    creditBytes = bytes;
  }

  void hold(Lease lease) {
    leases.add(lease);
    heldMessages++;
    heldBytes += lease.size();
  }

  void release(Lease lease) {
    heldMessages--;
    heldBytes -= lease.size();
  }
}
