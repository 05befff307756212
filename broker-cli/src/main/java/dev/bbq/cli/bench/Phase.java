// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import java.util.Optional;

/** One of the things that are measured. */
public enum Phase {
  /** Frames pipelined on one stream of the bare transport, each answered by a byte. */
  RAW_PIPELINED("raw, pipelined", true),
  /** Messages published to a queue and confirmed, with no consumer. */
  PUBLISH("publish, confirmed", false),
  /** A stream of the bare transport for each frame. */
  RAW_STREAMS("raw, a stream each", true),
  /** A stream for each message. */
  STREAMS("publish, a stream each", false),
  /** Messages published and consumed at the same time. */
  THROUGH("through to the consumer", false),
  /** Frames at a steady rate on the bare transport. */
  RAW_LATENCY("raw, steady rate", true),
  /** Messages published and consumed at a steady rate. */
  LATENCY("through, steady rate", false);

  private final String title;
  private final boolean raw;

  Phase(String title, boolean raw) {
    this.title = title;
    this.raw = raw;
  }

  /** Returns its name for people. */
  public String title() {
    return title;
  }

  /** Tells whether it is of the bare transport. */
  public boolean raw() {
    return raw;
  }

  /** Tells whether messages are consumed. */
  public boolean withConsumers() {
    return this == THROUGH || this == LATENCY;
  }

  /** Tells whether messages go at a steady rate, and their latencies are taken. */
  boolean steady() {
    return this == RAW_LATENCY || this == LATENCY;
  }

  /** Tells whether each message has a stream of its own. */
  public boolean streamPerMessage() {
    return this == RAW_STREAMS || this == STREAMS;
  }

  /** Returns the measurement of the bare transport that this one compares with. */
  Optional<Phase> ceiling() {
    return switch (this) {
      case PUBLISH, THROUGH -> Optional.of(RAW_PIPELINED);
      case STREAMS -> Optional.of(RAW_STREAMS);
      case RAW_PIPELINED, RAW_STREAMS, RAW_LATENCY, LATENCY -> Optional.empty();
    };
  }
}
