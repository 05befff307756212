// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import java.util.Locale;

/** What a broker is asked to do. */
public enum Workload {
  /** Messages to a queue that nobody consumes, until the last is confirmed. */
  PUBLISH("publish, confirmed", Unit.RATE, 1),
  /** One publisher and one consumer, with confirms and acks. */
  THROUGH("one publisher to one consumer", Unit.RATE, 1),
  /** Four publishers and four consumers, a queue for each pair. */
  FOUR("4 publishers to 4 consumers over 4 queues", Unit.RATE, 4),
  /** One publisher, and ten queues that each get all of it; deliveries are counted. */
  FANOUT("one publisher to 10 queues, deliveries", Unit.RATE, 10),
  /** A stream of its own for each message. */
  STREAMS("a stream for each message, confirmed", Unit.RATE, 1),
  /** The next message is sent when the one before it has been consumed. */
  ONE("one message in flight, publish to deliver", Unit.MICROS, 1),
  /** A steady flow, with latencies from when a message was due. */
  STEADY("steady 10,000/s, publish to deliver", Unit.MICROS, 1),
  /** Connections that do nothing. */
  IDLE("1,000 idle connections, memory of the broker for each", Unit.KIB, 1),
  /** From the start of the broker's process to the first message confirmed. */
  START("from the start of the process to the first confirm", Unit.MILLIS, 1);

  /** What the figures of a workload mean. */
  public enum Unit {
    RATE("messages/s"),
    MICROS("µs"),
    KIB("KiB"),
    MILLIS("ms");

    private final String words;

    Unit(String words) {
      this.words = words;
    }

    /** Returns it as it stands in a table. */
    public String words() {
      return words;
    }
  }

  private final String title;
  private final Unit unit;
  private final int queues;

  Workload(String title, Unit unit, int queues) {
    this.title = title;
    this.unit = unit;
    this.queues = queues;
  }

  /** Returns the words of a table's head. */
  public String title() {
    return title;
  }

  /** Returns what its figures are. */
  public Unit unit() {
    return unit;
  }

  /** Returns the name on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Tells whether bodies of other sizes tell something. */
  public boolean sized() {
    return this == PUBLISH || this == THROUGH;
  }

  int queues() {
    return queues;
  }

  int senders() {
    return this == FOUR ? queues : 1;
  }
}
