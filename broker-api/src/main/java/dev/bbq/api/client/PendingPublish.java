// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.Message;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A message on its way, and the future its publisher got. */
final class PendingPublish extends CompletableFuture<Void> implements Burst.Item<PendingPublish> {

  private static final Message SENT = Message.of(new byte[0]);

  private final Address address;
  private final int size;
  private Message message;
  private final byte[] properties;
  private @Nullable PendingPublish next;

  PendingPublish(Address address, Message message, byte[] properties) {
    this.address = address;
    this.message = message;
    size = message.size();
    this.properties = properties;
  }

  Address address() {
    return address;
  }

  Message message() {
    return message;
  }

  /** Returns the length of the body in bytes. */
  int size() {
    return size;
  }

  /**
   * Lets go of the message, which was sent, so that who keeps the future does not keep the body.
   */
  void sent() {
    message = SENT;
  }

  byte[] properties() {
    return properties;
  }

  @Override
  public @Nullable PendingPublish next() {
    return next;
  }

  @Override
  public void setNext(@Nullable PendingPublish item) {
    next = item;
  }
}
