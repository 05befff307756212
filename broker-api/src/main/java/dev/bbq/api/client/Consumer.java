// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.ClosedException;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.Credit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of a queue, which lives on over connections: a stream on each, one after another. Its
 * deliveries wait in a queue that the credit bounds.
 */
final class Consumer implements LinkResource {

  /** Comes behind the last delivery. */
  private static final Object END = new Object();

  private final Link link;
  private final String queue;
  private final Credit credit;
  private final CompletableFuture<Void> accepted = new CompletableFuture<>();
  private final CompletableFuture<Boolean> done = new CompletableFuture<>();
  private final LinkedBlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
  private volatile boolean finished;
  private volatile @Nullable BbqException failure;

  // The rest belongs to the link's context.
  private @Nullable ConsumeStream stream;
  private boolean closing;

  Consumer(Link link, String queue, Credit credit) {
    this.link = link;
    this.queue = queue;
    this.credit = credit;
  }

  String queue() {
    return queue;
  }

  Credit credit() {
    return credit;
  }

  /** Completes when the broker has accepted the consumer for the first time. */
  CompletableFuture<Void> accepted() {
    return accepted;
  }

  /** Completes when the consumer has ended, with whether all settlements are kept. */
  CompletableFuture<Boolean> done() {
    return done;
  }

  /** Takes the next delivery, waiting for it. Any thread. Returns null when there are no more. */
  @Nullable ClientDelivery next() throws InterruptedException {
    return deliveryOf(arrived.take());
  }

  /**
   * Takes the next delivery. Any thread. Returns null when none comes in time, or there are no
   * more.
   */
  @Nullable ClientDelivery next(long timeoutNs) throws InterruptedException {
    Object next = arrived.poll(timeoutNs, TimeUnit.NANOSECONDS);
    return next == null ? null : deliveryOf(next);
  }

  private @Nullable ClientDelivery deliveryOf(Object next) {
    if (next instanceof ClientDelivery delivery) {
      return delivery;
    }
    arrived.add(next); // the next to ask wants to know too
    return null;
  }

  /**
   * Requires that settling is of use, now or after the connection has come back. Any thread.
   *
   * @throws ClosedException if the consumer was closed
   * @throws ConnectionException if the consumer has failed
   */
  void requireOpen() {
    BbqException why = failure;
    if (why != null) {
      throw new ConnectionException(
          "consumer has ended: queue=%s, reason=%s".formatted(queue, why.getMessage()), why);
    }
    if (finished) {
      throw new ClosedException("consumer closed: queue=" + queue);
    }
  }

  /** Returns why the consumer has failed, if it has. Any thread. */
  @Nullable BbqException failure() {
    return failure;
  }

  /** Asks for no more deliveries. Any thread. */
  void pause() {
    link.execute(
        () -> {
          closing = true;
          if (stream != null) {
            stream.pause();
          }
        });
  }

  /** Lets nobody wait for a delivery any longer. Any thread. */
  void wake() {
    arrived.add(END);
  }

  /**
   * Sends the settlements there are and ends; {@link #done()} says when they are kept. Any thread.
   */
  void finish() {
    finished = true;
    execute(
        () -> {
          closing = true;
          if (stream == null || stream.isOver()) {
            ended(null, false);
          } else {
            stream.finish();
          }
        });
  }

  /** Ends at once: what is unsettled goes back as failed. Any thread. */
  void abort() {
    finished = true;
    BbqException why = new ClosedException("consumer closed: queue=" + queue);
    execute(
        () -> {
          closing = true;
          if (stream == null || stream.isOver()) {
            ended(why, false);
          } else {
            stream.end(why);
          }
        });
  }

  private void execute(Runnable lastWords) {
    if (!link.execute(lastWords)) {
      done.complete(false);
    }
  }

  // --- in the link's context

  @Override
  public void attach(ClientConnection connection) {
    if (!closing && !finished) {
      stream = new ConsumeStream(connection, this);
      stream.open();
    }
  }

  @Override
  public void leave() {} // the broker delivers on and takes settlements for as long as it can

  @Override
  public void detach() {
    stream = null;
    if (closing) {
      ended(null, false);
    }
  }

  @Override
  public void giveUp(BbqException why) {
    stream = null;
    ended(why, false);
  }

  /** Learns that the broker has accepted the consumer. */
  void welcomed() {
    accepted.complete(null);
  }

  /** Takes a delivery. */
  void delivered(ClientDelivery delivery) {
    arrived.add(delivery);
  }

  /** Learns that a stream was lost with its connection: what it brought comes again. */
  void lost() {
    arrived.removeIf(ClientDelivery.class::isInstance);
  }

  /**
   * Learns that it is over.
   *
   * @param why what has gone wrong, if anything
   * @param complete whether all settlements are kept
   */
  void ended(@Nullable BbqException why, boolean complete) {
    if (done.isDone()) {
      return;
    }
    finished = true;
    failure = why;
    arrived.clear(); // nobody can settle these any more
    arrived.add(END);
    accepted.completeExceptionally(
        why == null ? new ClosedException("consumer closed: queue=" + queue) : why);
    done.complete(complete);
  }
}
