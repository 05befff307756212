// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package org.example.tcp;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** What server and client share: threads, the connections they serve, and the end of all. */
final class Endpoint {

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("bbq-tcp-", 0).factory());
  private final Set<Socket> handshakes = ConcurrentHashMap.newKeySet();
  private final Set<TcpConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** What blocks on a socket. */
  interface Work<T> {
    T get() throws IOException;
  }

  ExecutorService threads() {
    return threads;
  }

  boolean isClosed() {
    return closed;
  }

  /** Returns how many connections there are, with those in their handshake. */
  int size() {
    long served = connections.stream().filter(connection -> !connection.isOver()).count();
    return handshakes.size() + (int) served;
  }

  /** Does what a handshake has to do; a socket with which it takes too long is closed. */
  <T> T handshake(Socket raw, Duration timeout, Work<T> work) throws IOException {
    var done = new CountDownLatch(1);
    handshakes.add(raw);
    try {
      threads.execute(
          () -> {
            if (!await(done, timeout)) {
              Sockets.close(raw);
            }
          });
      if (closed) {
        throw new IOException("closed");
      }
      return work.get();
    } catch (RejectedExecutionException e) {
      throw new IOException("closed", e);
    } finally {
      done.countDown();
      handshakes.remove(raw);
    }
  }

  /** Serves a connection to its end. */
  void serve(TcpConnection connection) {
    connections.add(connection);
    if (closed) {
      connection.close(0, "");
    }
    connection.serve();
    connections.remove(connection);
  }

  /** Ends everything, and says whether that was done in time. */
  boolean close(long code, Duration timeout) {
    closed = true;
    handshakes.forEach(Sockets::close);
    connections.forEach(connection -> connection.close(code, ""));
    if (connections.stream().anyMatch(TcpConnection::isCurrent)) {
      // Called from within a callback, which can't wait for its own end.
      Thread.ofVirtual().name("bbq-tcp-end").start(() -> end(timeout));
      return false;
    }
    return end(timeout);
  }

  private boolean end(Duration timeout) {
    long endNs = System.nanoTime() + timeout.toNanos();
    for (TcpConnection connection : connections) {
      await(connection.ended(), Duration.ofNanos(endNs - System.nanoTime()));
    }
    threads.shutdown();
    try {
      return threads.awaitTermination(endNs - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean await(CountDownLatch latch, Duration timeout) {
    try {
      return latch.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
