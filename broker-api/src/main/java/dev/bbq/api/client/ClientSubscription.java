// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.DeliveryHandler;
import dev.bbq.api.Subscription;
import java.lang.System.Logger;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The subscription as its users see it: one virtual thread takes deliveries, calls the handler and
 * settles, until the consumer ends or the subscription is closed.
 */
final class ClientSubscription extends ClientResource implements Subscription {

  private static final Logger LOG = System.getLogger("dev.bbq.api.client");

  private final Consumer consumer;
  private final DeliveryHandler handler;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean aborted;

  ClientSubscription(Link link, Consumer consumer, DeliveryHandler handler) {
    super(link);
    this.consumer = consumer;
    this.handler = handler;
    thread = Thread.ofVirtual().name("bbq-handler-" + consumer.queue()).unstarted(this::run);
    consumer.accepted().whenComplete((nothing, failure) -> thread.start());
  }

  @Override
  public String queue() {
    return consumer.queue();
  }

  @Override
  public CompletableFuture<Void> ended() {
    return ended.copy(); // theirs to complete as they like
  }

  private void run() {
    for (ClientDelivery delivery = next(); delivery != null; delivery = next()) {
      handle(delivery);
    }
    consumer.finish();
    boolean allKept = consumer.done().join(); // the connection's end is an end of this too
    BbqException failure = consumer.failure();
    if (failure == null || aborted) { // to be closed is no failure
      ended.complete(null);
    } else {
      ended.completeExceptionally(failure);
    }
    closed().complete(allKept);
  }

  private void handle(ClientDelivery delivery) {
    Settlement outcome = Settlement.ACK;
    try {
      handler.handle(delivery);
    } catch (Throwable e) { // whatever it is, the handler has failed and the next one is due
      outcome = Settlement.NACK;
      LOG.log(Logger.Level.WARNING, "handler failed: delivery=" + delivery, e);
    }
    delivery.trySettle(outcome);
  }

  private @Nullable ClientDelivery next() {
    while (!closing) {
      try {
        return consumer.next();
      } catch (InterruptedException e) {
        // Left behind by the handler, or the end of a close, which has set the flag.
      }
    }
    return null;
  }

  @Override
  boolean isOwnThread() {
    return Thread.currentThread() == thread;
  }

  @Override
  void beginClose() {
    closing = true;
    consumer.pause();
    consumer.wake();
  }

  @Override
  void abort() {
    closing = true;
    aborted = true; // before the stream can fail
    consumer.wake();
    consumer.abort();
    if (!isOwnThread()) {
      thread.interrupt();
    }
  }
}
