// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.jfr;

import dev.bbq.api.store.Sequences;
import java.util.concurrent.CompletionStage;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Begins and ends events, if somebody records them.
 *
 * <p>To load the first class of an event takes the JDK some 100 ms, whether or not anything is
 * recorded. So no such class is touched before a recording was made in this JVM, and methods take
 * the class of the event itself, for the verifier would load it to compare it with another.
 */
public final class Flight {

  /** How long an event must last to be recorded, unless the recording says otherwise. */
  static final String THRESHOLD = "10 ms";

  private Flight() {}

  /** Begins a connection. Returns null if nobody records it. */
  public static @Nullable ConnectionEvent connection(
      long connection, String identity, String address) {
    if (!FlightRecorder.isInitialized()) {
      return null;
    }
    ConnectionEvent event = new ConnectionEvent();
    event.begin();
    event.connection = connection;
    event.identity = identity;
    event.address = address;
    return event;
  }

  /** Ends a connection. */
  public static void end(
      @Nullable ConnectionEvent event,
      String closedBy,
      long code,
      String reason,
      long in,
      long out) {
    if (event != null) {
      event.closedBy = closedBy;
      event.code = code;
      event.reason = reason;
      event.in = in;
      event.out = out;
      event.commit();
    }
  }

  /** Begins a burst of publishes. Returns null if nobody records it. */
  public static @Nullable PublishBurstEvent publishBurst(
      long connection, int messages, int refused, long bytes) {
    if (!FlightRecorder.isInitialized()) {
      return null;
    }
    PublishBurstEvent event = new PublishBurstEvent();
    if (!event.isEnabled()) {
      return null;
    }
    event.begin();
    event.connection = connection;
    event.messages = messages;
    event.refused = refused;
    event.bytes = bytes;
    return event;
  }

  /** Ends a burst of publishes. */
  public static void end(@Nullable PublishBurstEvent event) {
    if (event != null) {
      event.commit();
    }
  }

  /** Begins a burst of deliveries. Returns null if nobody records it. */
  public static @Nullable DeliveryBurstEvent deliveryBurst(long connection, String queue) {
    if (!FlightRecorder.isInitialized()) {
      return null;
    }
    DeliveryBurstEvent event = new DeliveryBurstEvent();
    if (!event.isEnabled()) {
      return null;
    }
    event.begin();
    event.connection = connection;
    event.queue = queue;
    return event;
  }

  /** Ends a burst of deliveries; one without messages is none. */
  public static void end(@Nullable DeliveryBurstEvent event, int messages, long bytes) {
    if (event != null && messages > 0) {
      event.messages = messages;
      event.bytes = bytes;
      event.commit();
    }
  }

  /** Begins a call of the store. Returns null if nobody records it. */
  public static @Nullable StoreCallEvent storeCall(String operation, long messages) {
    if (!FlightRecorder.isInitialized()) {
      return null;
    }
    StoreCallEvent event = new StoreCallEvent();
    if (!event.isEnabled()) {
      return null;
    }
    event.begin();
    event.operation = operation;
    event.messages = messages;
    return event;
  }

  /** Begins a call of the store. Returns null if nobody records it. */
  public static @Nullable StoreCallEvent storeCall(String operation, Sequences messages) {
    return FlightRecorder.isInitialized() ? storeCall(operation, messages.count()) : null;
  }

  /** Ends a call of the store when its stage completes. Returns the stage. */
  public static <T> CompletionStage<T> endWith(
      CompletionStage<T> stage, @Nullable StoreCallEvent event) {
    if (event != null) {
      var unused =
          stage.whenComplete(
              (result, failure) -> {
                event.failed = failure != null;
                event.commit();
              });
    }
    return stage;
  }
}
