// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.Message;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A message on its way, and the future its publisher got. */
final class PendingPublish extends CompletableFuture<Void> implements Burst.Item<PendingPublish> {

  private final Address address;
  private final Message message;
  private final byte[] properties;
  private @Nullable PendingPublish next;

  PendingPublish(Address address, Message message, byte[] properties) {
    this.address = address;
    this.message = message;
    this.properties = properties;
  }

  Address address() {
    return address;
  }

  Message message() {
    return message;
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
