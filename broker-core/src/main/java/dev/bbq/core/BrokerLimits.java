// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import dev.bbq.api.transport.TransportLimits;
import java.time.Duration;

/**
 * The bounds within which a broker serves its clients.
 *
 * @param transport connections, streams, windows and timeouts
 * @param maxMessageBytes the largest message, 1 to 1 GiB
 * @param maxCreditMessages the most unsettled deliveries of one consumer, 1 to 1 048 576
 * @param maxCreditBytes the most unsettled bytes of one consumer, 1 or more
 * @param maxExchanges 1 or more
 * @param maxQueues 1 or more
 * @param maxBindings 1 or more
 * @param memoryShare which share of the heap messages may take before publishers are refused; above
 *     0, up to 0.9
 * @param blockTimeout how long a client may leave a block unfinished without sending a byte; 1 s or
 *     more
 */
public record BrokerLimits(
    TransportLimits transport,
    int maxMessageBytes,
    int maxCreditMessages,
    long maxCreditBytes,
    int maxExchanges,
    int maxQueues,
    int maxBindings,
    double memoryShare,
    Duration blockTimeout) {

  /**
   * The limits used unless told otherwise: {@link TransportLimits#DEFAULT}, 16 MiB messages, a
   * credit of 65 536 messages and 64 MiB, 10 000 exchanges, 100 000 queues, 200 000 bindings, half
   * of the heap, 10 s.
   */
  public static final BrokerLimits DEFAULT =
      new BrokerLimits(
          TransportLimits.DEFAULT,
          16 << 20,
          65_536,
          64 << 20,
          10_000,
          100_000,
          200_000,
          0.5,
          Duration.ofSeconds(10));

  public BrokerLimits {
    require(maxMessageBytes >= 1 && maxMessageBytes <= 1 << 30, "maxMessageBytes", maxMessageBytes);
    require(
        maxCreditMessages >= 1 && maxCreditMessages <= 1 << 20,
        "maxCreditMessages",
        maxCreditMessages);
    require(maxCreditBytes >= 1, "maxCreditBytes", maxCreditBytes);
    require(maxExchanges >= 1, "maxExchanges", maxExchanges);
    require(maxQueues >= 1, "maxQueues", maxQueues);
    require(maxBindings >= 1, "maxBindings", maxBindings);
    require(memoryShare > 0 && memoryShare <= 0.9, "memoryShare", memoryShare);
    require(blockTimeout.compareTo(Duration.ofSeconds(1)) >= 0, "blockTimeout", blockTimeout);
  }

  /** Returns these limits with other bounds for the transport. */
  public BrokerLimits withTransport(TransportLimits limits) {
    return new BrokerLimits(
        limits,
        maxMessageBytes,
        maxCreditMessages,
        maxCreditBytes,
        maxExchanges,
        maxQueues,
        maxBindings,
        memoryShare,
        blockTimeout);
  }

  /** Returns these limits with another largest message. */
  public BrokerLimits withMaxMessageBytes(int bytes) {
    return new BrokerLimits(
        transport,
        bytes,
        maxCreditMessages,
        maxCreditBytes,
        maxExchanges,
        maxQueues,
        maxBindings,
        memoryShare,
        blockTimeout);
  }

  /** Returns these limits with another share of the heap. */
  public BrokerLimits withMemoryShare(double share) {
    return new BrokerLimits(
        transport,
        maxMessageBytes,
        maxCreditMessages,
        maxCreditBytes,
        maxExchanges,
        maxQueues,
        maxBindings,
        share,
        blockTimeout);
  }

  /** Returns these limits with another timeout for blocks. */
  public BrokerLimits withBlockTimeout(Duration timeout) {
    return new BrokerLimits(
        transport,
        maxMessageBytes,
        maxCreditMessages,
        maxCreditBytes,
        maxExchanges,
        maxQueues,
        maxBindings,
        memoryShare,
        timeout);
  }

  private static void require(boolean fits, String name, Object value) {
    if (!fits) {
      throw new IllegalArgumentException("limit out of range: %s=%s".formatted(name, value));
    }
  }
}
