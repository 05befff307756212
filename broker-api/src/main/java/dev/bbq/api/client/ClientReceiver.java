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

  private final ConsumeStream stream;
  private volatile boolean closing;

  ClientReceiver(ConsumeStream stream) {
    super(stream.connection());
    this.stream = stream;
    stream.done().thenAccept(closed()::complete);
  }

  @Override
  public String queue() {
    return stream.queue();
  }

  @Override
  public Optional<Delivery> receive(Duration timeout) throws InterruptedException {
    ClientDelivery delivery = closing ? null : stream.next(Waits.nanos(timeout));
    if (delivery != null) {
      return Optional.of(delivery);
    }
    if (closing) {
      throw new ClosedException("receiver closed: queue=" + queue());
    }
    BbqException failure = stream.failure();
    if (failure != null) {
      throw Waits.atCaller(failure);
    }
    return Optional.empty();
  }

  @Override
  void beginClose() {
    closing = true;
    stream.wake();
    stream.finish();
  }

  @Override
  void abort() {
    closing = true;
    stream.wake();
    stream.abort();
  }
}
