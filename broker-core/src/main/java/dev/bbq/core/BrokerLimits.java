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
 * @param memoryShare which share of the heap messages may take before publishers have to wait (the
 *     watermark); above 0, up to 0.9
 * @param lowMarkShare down to which share of the watermark it must fall before publishers may go
 *     on; above 0, up to 0.95
 * @param heldShare which share of the heap messages may take that wait so; beyond it they are
 *     refused; 0 to 0.5
 * @param maxDiskBytes how much the files of a store may take; 1 MiB or more
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
    double lowMarkShare,
    double heldShare,
    long maxDiskBytes,
    Duration blockTimeout) {

  /**
   * The limits used unless told otherwise: {@link TransportLimits#DEFAULT}, 16 MiB messages, a
   * credit of 65 536 messages and 64 MiB, 10 000 exchanges, 100 000 queues, 200 000 bindings, a
   * watermark at half of the heap and a low mark at four fifths of that, a sixteenth of the heap
   * for messages that wait, 16 GiB of disk, 10 s.
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
          0.8,
          1.0 / 16,
          16L << 30,
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
    require(lowMarkShare > 0 && lowMarkShare <= 0.95, "lowMarkShare", lowMarkShare);
    require(heldShare >= 0 && heldShare <= 0.5, "heldShare", heldShare);
    require(maxDiskBytes >= 1 << 20, "maxDiskBytes", maxDiskBytes);
    require(blockTimeout.compareTo(Duration.ofSeconds(1)) >= 0, "blockTimeout", blockTimeout);
  }

  /** Returns a builder that begins with {@link #DEFAULT}. */
  public static Builder builder() {
    return DEFAULT.toBuilder();
  }

  /** Returns a builder that begins with these limits. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Returns these limits with other bounds for the transport. */
  public BrokerLimits withTransport(TransportLimits limits) {
    return toBuilder().transport(limits).build();
  }

  /** Returns these limits with another largest message. */
  public BrokerLimits withMaxMessageBytes(int bytes) {
    return toBuilder().maxMessageBytes(bytes).build();
  }

  /** Returns these limits with another share of the heap. */
  public BrokerLimits withMemoryShare(double share) {
    return toBuilder().memoryShare(share).build();
  }

  /** Returns these limits with another timeout for blocks. */
  public BrokerLimits withBlockTimeout(Duration timeout) {
    return toBuilder().blockTimeout(timeout).build();
  }

  private static void require(boolean fits, String name, Object value) {
    if (!fits) {
      throw new IllegalArgumentException("limit out of range: %s=%s".formatted(name, value));
    }
  }

  /** Gathers limits, which are judged by {@link #build()}. Not for use by several threads. */
  public static final class Builder {

    private TransportLimits transport;
    private int maxMessageBytes;
    private int maxCreditMessages;
    private long maxCreditBytes;
    private int maxExchanges;
    private int maxQueues;
    private int maxBindings;
    private double memoryShare;
    private double lowMarkShare;
    private double heldShare;
    private long maxDiskBytes;
    private Duration blockTimeout;

    private Builder(BrokerLimits from) {
      this.transport = from.transport;
      this.maxMessageBytes = from.maxMessageBytes;
      this.maxCreditMessages = from.maxCreditMessages;
      this.maxCreditBytes = from.maxCreditBytes;
      this.maxExchanges = from.maxExchanges;
      this.maxQueues = from.maxQueues;
      this.maxBindings = from.maxBindings;
      this.memoryShare = from.memoryShare;
      this.lowMarkShare = from.lowMarkShare;
      this.heldShare = from.heldShare;
      this.maxDiskBytes = from.maxDiskBytes;
      this.blockTimeout = from.blockTimeout;
    }

    /** Sets {@link BrokerLimits#transport()}. */
    public Builder transport(TransportLimits value) {
      this.transport = value;
      return this;
    }

    /** Sets {@link BrokerLimits#maxMessageBytes()}. */
    public Builder maxMessageBytes(int value) {
      this.maxMessageBytes = value;
      return this;
    }

    /** Sets {@link BrokerLimits#maxCreditMessages()}. */
    public Builder maxCreditMessages(int value) {
      this.maxCreditMessages = value;
      return this;
    }

    /** Sets {@link BrokerLimits#maxCreditBytes()}. */
    public Builder maxCreditBytes(long value) {
      this.maxCreditBytes = value;
      return this;
    }

    /** Sets {@link BrokerLimits#maxExchanges()}. */
    public Builder maxExchanges(int value) {
      this.maxExchanges = value;
      return this;
    }

    /** Sets {@link BrokerLimits#maxQueues()}. */
    public Builder maxQueues(int value) {
      this.maxQueues = value;
      return this;
    }

    /** Sets {@link BrokerLimits#maxBindings()}. */
    public Builder maxBindings(int value) {
      this.maxBindings = value;
      return this;
    }

    /** Sets {@link BrokerLimits#memoryShare()}. */
    public Builder memoryShare(double value) {
      this.memoryShare = value;
      return this;
    }

    /** Sets {@link BrokerLimits#lowMarkShare()}. */
    public Builder lowMarkShare(double value) {
      this.lowMarkShare = value;
      return this;
    }

    /** Sets {@link BrokerLimits#heldShare()}. */
    public Builder heldShare(double value) {
      this.heldShare = value;
      return this;
    }

    /** Sets {@link BrokerLimits#maxDiskBytes()}. */
    public Builder maxDiskBytes(long value) {
      this.maxDiskBytes = value;
      return this;
    }

    /** Sets {@link BrokerLimits#blockTimeout()}. */
    public Builder blockTimeout(Duration value) {
      this.blockTimeout = value;
      return this;
    }

    /**
     * Returns the limits.
     *
     * @throws IllegalArgumentException if one is out of its range; the message names it
     */
    public BrokerLimits build() {
      return new BrokerLimits(
          transport,
          maxMessageBytes,
          maxCreditMessages,
          maxCreditBytes,
          maxExchanges,
          maxQueues,
          maxBindings,
          memoryShare,
          lowMarkShare,
          heldShare,
          maxDiskBytes,
          blockTimeout);
    }
  }
}
