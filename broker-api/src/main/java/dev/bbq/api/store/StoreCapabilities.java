// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.store;

/**
 * What a kind of store promises.
 *
 * @param durability where a message is once the stage of its append has completed
 * @param survivesRestart whether {@link QueueStore#recover()} returns what an earlier run of the
 *     broker had kept
 * @param backlogBeyondHeap whether more can be kept than fits on the heap
 * @param maxMessageBytes the largest message it takes, in bytes; 1 or more
 */
public record StoreCapabilities(
    Durability durability,
    boolean survivesRestart,
    boolean backlogBeyondHeap,
    long maxMessageBytes) {

  /** Where a message is once its append has completed. */
  public enum Durability {
    /** In this process. */
    MEMORY,
    /** On this machine's disk, synced. */
    LOCAL_SYNC,
    /** On the disks of a majority of replicas, synced. */
    QUORUM_SYNC
  }
}
