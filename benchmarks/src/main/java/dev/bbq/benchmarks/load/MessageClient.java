// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import java.util.function.LongConsumer;

/** A broker's own Java client, as the load uses it. Queues are numbered from 0. */
interface MessageClient extends AutoCloseable {

  /**
   * Makes queues that are empty; there are no others then.
   *
   * @param fanOut each gets all messages; else each those sent to its number
   */
  void declare(int queues, boolean fanOut) throws Exception;

  /** Throws away what the queues hold. */
  void purge() throws Exception;

  /**
   * Returns a publisher with a connection of its own.
   *
   * @param queue the number of the queue; of no meaning with a fan-out
   * @param window how many messages may wait for their confirms
   */
  Sender sender(int queue, int window) throws Exception;

  /** Returns a publisher that opens a stream for each message. */
  default Sender streamSender(int queue, int window) throws Exception {
    throw new UnsupportedOperationException("this broker has no streams");
  }

  /**
   * Consumes and acks, with a connection of its own, until closed.
   *
   * @param window how many messages may wait for their acks
   * @param onStamp takes the first eight bytes of each body; never two at a time
   */
  AutoCloseable receive(int queue, int window, LongConsumer onStamp) throws Exception;

  /** Returns a connection that does nothing until closed. */
  AutoCloseable idle() throws Exception;

  @Override
  void close() throws Exception;

  /** A publisher. One thread. */
  interface Sender extends AutoCloseable {

    /** Sends a message; waits while the window is full. Fails when a message was refused. */
    void send(byte[] body) throws Exception;

    /** Waits until all is confirmed. */
    void awaitConfirms() throws Exception;

    @Override
    void close() throws Exception;
  }
}
