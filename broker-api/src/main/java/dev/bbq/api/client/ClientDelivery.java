// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.ConnectionException;
import dev.bbq.api.Delivery;
import dev.bbq.api.Message;
import dev.bbq.api.wire.PropertiesCodec;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.SendLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A delivery: the payload of its DELV block as it came, and where the fields lie. What its user
 * does not look at is never decoded; the body is a piece of the payload.
 */
final class ClientDelivery implements Delivery, Burst.Item<ClientDelivery> {

  /** Bytes before the fields of the message: delivery number and redeliveries. */
  static final int FIXED_BYTES = Long.BYTES + Integer.BYTES;

  private static final VarHandle SETTLEMENT;

  static {
    try {
      SETTLEMENT =
          MethodHandles.lookup()
              .findVarHandle(ClientDelivery.class, "settlement", Settlement.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ConsumeStream stream;
  private final byte[] payload;
  private final long number;
  private final int redeliveries;
  private final int exchangeLength;
  private final int keyLength;
  private final int bodyLength;
  private volatile @Nullable Settlement settlement;
  private @Nullable ClientDelivery next;

  /** Racy, and right whoever wins: a message is immutable. */
  private @Nullable Message message;

  ClientDelivery(ConsumeStream stream, SendLayout layout) {
    this.stream = stream;
    payload = layout.payload();
    ByteBuffer fixed = ByteBuffer.wrap(payload);
    number = fixed.getLong();
    redeliveries = Math.max(0, fixed.getInt());
    exchangeLength = layout.exchangeLength();
    keyLength = layout.keyLength();
    bodyLength = layout.bodyLength();
  }

  @Override
  public Message message() {
    Message known = message;
    if (known == null) {
      known = decoded();
      message = known;
    }
    return known;
  }

  private Message decoded() {
    int bodyEnd = bodyStart() + bodyLength;
    Message plain = Message.of(payload, bodyStart(), bodyLength);
    if (bodyEnd == payload.length) {
      return plain;
    }
    int from = bodyEnd + SendLayout.LENGTH_BYTES;
    try {
      return plain.with(PropertiesCodec.decode(payload, from, payload.length - from));
    } catch (ProtocolException e) {
      throw new ConnectionException(
          "broker sent a message that can't be read: queue=%s, number=%d, reason=%s"
              .formatted(queue(), number, e.reason()),
          e);
    }
  }

  @Override
  public String exchange() {
    return text(exchangeStart(), exchangeLength);
  }

  @Override
  public String routingKey() {
    return text(keyStart(), keyLength);
  }

  private String text(int from, int length) {
    return new String(payload, from, length, StandardCharsets.UTF_8);
  }

  private static int exchangeStart() {
    return FIXED_BYTES + SendLayout.LENGTH_BYTES;
  }

  private int keyStart() {
    return exchangeStart() + exchangeLength + SendLayout.LENGTH_BYTES;
  }

  private int bodyStart() {
    return keyStart() + keyLength + SendLayout.LENGTH_BYTES;
  }

  @Override
  public String queue() {
    return stream.consumer().queue();
  }

  @Override
  public int redeliveries() {
    return redeliveries;
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public boolean settled() {
    return settlement != null || number <= stream.ackedThrough();
  }

  @Override
  public boolean lost() {
    return stream.isLost();
  }

  @Override
  public void ack() {
    settle(Settlement.ACK);
  }

  @Override
  public void ackAll() {
    settle(Settlement.ACK_ALL);
  }

  @Override
  public void nack() {
    settle(Settlement.NACK);
  }

  @Override
  public void requeue() {
    settle(Settlement.REQUEUE);
  }

  @Override
  public void reject() {
    settle(Settlement.REJECT);
  }

  private void settle(Settlement how) {
    stream.consumer().requireOpen();
    if (!trySettle(how)) {
      throw new IllegalStateException(
          "delivery settled before: queue=%s, number=%d".formatted(queue(), number));
    }
  }

  /** Settles unless that was done before. Returns whether it was done now. */
  boolean trySettle(Settlement how) {
    if (number <= stream.ackedThrough() || !SETTLEMENT.compareAndSet(this, null, how)) {
      return false;
    }
    stream.settle(this);
    return true;
  }

  @Nullable Settlement settlement() {
    return settlement;
  }

  @Override
  public @Nullable ClientDelivery next() {
    return next;
  }

  @Override
  public void setNext(@Nullable ClientDelivery item) {
    next = item;
  }

  @Override
  public String toString() {
    return "Delivery[queue=%s, number=%d, redeliveries=%d, size=%d]"
        .formatted(queue(), number, redeliveries, bodyLength);
  }
}
