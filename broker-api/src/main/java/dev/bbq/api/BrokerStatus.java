// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import dev.bbq.api.store.StoreCapabilities.Durability;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a broker is at one moment.
 *
 * @param product its name and version, for people
 * @param protocolVersion the highest version of the wire protocol that it speaks
 * @param transport the name of its transport
 * @param store the name of its store
 * @param durability where a message is once it is confirmed
 * @param survivesRestart whether its messages and queues are there again after a restart
 * @param since when it started, by its own clock
 * @param uptime how long ago that is
 * @param blocked why publishers have to wait now; empty if they don't
 * @param memory what it takes
 * @param totals what it holds
 * @param counts what has become of all messages, those of deleted queues and exchanges included
 */
public record BrokerStatus(
    String product,
    int protocolVersion,
    String transport,
    String store,
    Durability durability,
    boolean survivesRestart,
    Instant since,
    Duration uptime,
    Optional<String> blocked,
    Memory memory,
    Totals totals,
    MessageCounts counts) {

  /**
   * Memory, in bytes.
   *
   * @param storeBytes what the store's messages take of the heap
   * @param heldBytes what is held of messages that are not in the store yet
   * @param watermarkBytes publishers have to wait when store and held bytes exceed this
   * @param heapUsedBytes what the JVM uses of its heap, garbage included
   * @param heapMaxBytes the most heap that the JVM takes
   */
  public record Memory(
      long storeBytes,
      long heldBytes,
      long watermarkBytes,
      long heapUsedBytes,
      long heapMaxBytes) {}

  /**
   * How many there are.
   *
   * @param connections connections open now
   * @param connectionsOpened connections accepted since the start
   * @param exchanges exchanges, without the default exchange
   * @param queues queues
   * @param bindings bindings
   * @param consumers consumers of all queues
   * @param ready messages that wait for delivery
   * @param delayed messages that are not to be delivered before a time to come
   * @param unacked messages that are delivered and not settled
   */
  public record Totals(
      long connections,
      long connectionsOpened,
      long exchanges,
      long queues,
      long bindings,
      long consumers,
      long ready,
      long delayed,
      long unacked) {}
}
