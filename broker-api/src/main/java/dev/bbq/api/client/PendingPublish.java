// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.Message;
import dev.bbq.api.OutcomeUnknownException;
import dev.bbq.api.RefusedException;
import dev.bbq.api.wire.PropertiesCodec;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A message on its way, and the future its publisher got. */
final class PendingPublish extends CompletableFuture<Void> implements Burst.Item<PendingPublish> {

  private static final Message DONE = Message.of(new byte[0]);

  private final Address address;
  private final int size;
  private Message message;
  private byte[] properties;
  private @Nullable PendingPublish next;
  private @Nullable RefusedException refusal;
  private boolean maybeKept;

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
   * Completes the future and lets go of the message, so that who keeps the one does not keep the
   * other.
   *
   * @param failure what it fails with; null when it was confirmed
   */
  void done(@Nullable BbqException failure) {
    message = DONE;
    if (failure == null) {
      complete(null);
    } else if (maybeKept && !(failure instanceof OutcomeUnknownException)) {
      completeExceptionally(
          new OutcomeUnknownException(
              "sent before with unknown outcome, then: " + failure.getMessage(), failure));
    } else {
      completeExceptionally(failure);
    }
  }

  /** Marks it as a message that the broker may have kept already, before it is sent again. */
  void markResent() {
    if (!maybeKept) {
      maybeKept = true;
      properties = PropertiesCodec.withResent(properties);
    }
  }

  /** Says whether the broker may have kept it already. */
  boolean isResent() {
    return maybeKept;
  }

  /** Returns why the broker would not have it for now. */
  @Nullable RefusedException refusal() {
    return refusal;
  }

  void refused(RefusedException why) {
    refusal = why;
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
