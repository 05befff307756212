// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.ClosedException;
import dev.bbq.api.Delivery;
import dev.bbq.api.Receiver;
import java.time.Duration;
import java.util.Optional;

/** The receiver as its users see it. */
final class ClientReceiver extends ClientResource implements Receiver {

  private final Consumer consumer;
  private volatile boolean closing;

  ClientReceiver(Link link, Consumer consumer) {
    super(link);
    this.consumer = consumer;
    consumer.done().thenAccept(closed()::complete);
  }

  @Override
  public String queue() {
    return consumer.queue();
  }

  @Override
  public Optional<Delivery> receive(Duration timeout) throws InterruptedException {
    ClientDelivery delivery = closing ? null : consumer.next(Waits.nanos(timeout));
    if (delivery != null) {
      return Optional.of(delivery);
    }
    if (closing) {
      throw new ClosedException("receiver closed: queue=" + queue());
    }
    BbqException failure = consumer.failure();
    if (failure != null) {
      throw Waits.atCaller(failure);
    }
    return Optional.empty();
  }

  @Override
  void beginClose() {
    closing = true;
    consumer.wake();
    consumer.finish();
  }

  @Override
  void abort() {
    closing = true;
    consumer.wake();
    consumer.abort();
  }
}
