// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import java.util.StringJoiner;

/**
 * Work for a child process, and its form as a line of text.
 *
 * @param kind what to do
 * @param count with how many messages
 * @param sizeBytes length of a message's body
 * @param window messages on the way at once
 * @param parallel with how many publishers or consumers
 * @param rate messages a second, if the rate is steady
 */
record Task(Kind kind, long count, int sizeBytes, int window, int parallel, int rate) {

  /** What to do. */
  enum Kind {
    /** Send as fast as the window allows on one stream. */
    PIPELINED,
    /** Send as fast as the window allows on a stream each. */
    STREAMS,
    /** Send at a steady rate and take the time to each answer. */
    STEADY,
    /** Consume, and take the time since each was sent. */
    CONSUME
  }

  /** Returns the same work with another number of messages. */
  Task withCount(long messages) {
    return new Task(kind, messages, sizeBytes, window, parallel, rate);
  }

  /** Returns the share of one of the {@code parallel}, the first with what can't be divided. */
  Task share(int index) {
    long each = count / parallel;
    return withCount(index == 0 ? count - each * (parallel - 1) : each);
  }

  String encode() {
    return new StringJoiner(" ")
        .add(kind.name())
        .add(Long.toString(count))
        .add(Integer.toString(sizeBytes))
        .add(Integer.toString(window))
        .add(Integer.toString(parallel))
        .add(Integer.toString(rate))
        .toString();
  }

  static Task decode(String line) {
    String[] parts = line.split(" ", -1);
    return new Task(
        Kind.valueOf(parts[0]),
        Long.parseLong(parts[1]),
        Integer.parseInt(parts[2]),
        Integer.parseInt(parts[3]),
        Integer.parseInt(parts[4]),
        Integer.parseInt(parts[5]));
  }
}
