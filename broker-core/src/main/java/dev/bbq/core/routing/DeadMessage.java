// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import static dev.bbq.api.wire.SendLayout.LENGTH_BYTES;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bbq.api.DeadLetterHeaders;
import dev.bbq.api.HeaderValue;
import dev.bbq.api.MessageCounts;
import dev.bbq.api.MessageProperties;
import dev.bbq.api.wire.PropertiesCodec;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.SendLayout;
import dev.bbq.core.queue.Wish;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A message that leaves a queue without an ack, and how it has left others before. */
final class DeadMessage {

  private static final Set<String> BY_CONSUMERS =
      Set.of(MessageCounts.REJECTED, MessageCounts.DELIVERY_LIMIT);

  private final SendLayout layout;
  private final MessageProperties properties;
  private final List<Departure> history;

  /** How often a message has left a queue for a reason. */
  private record Departure(long count, String reason, String queue) {}

  private DeadMessage(SendLayout layout, MessageProperties properties) {
    this.layout = layout;
    this.properties = properties;
    history = history(properties.headers().get(DeadLetterHeaders.HISTORY));
  }

  /** Returns what a queue has kept. */
  static DeadMessage of(byte[] payload) {
    SendLayout layout = new SendLayout(Long.MAX_VALUE);
    try {
      layout.parse(payload, 0);
      return new DeadMessage(
          layout,
          layout.hasProperties()
              ? PropertiesCodec.decode(payload, layout.propertiesStart(), layout.propertiesLength())
              : MessageProperties.NONE);
    } catch (ProtocolException judgedWhenItCame) {
      throw new IllegalStateException(judgedWhenItCame);
    }
  }

  /** Reads what a message tells of itself; lines that make no sense are passed over. */
  private static List<Departure> history(@Nullable HeaderValue header) {
    List<Departure> departures = new ArrayList<>();
    if (header instanceof HeaderValue.Text text) {
      for (String line : text.value().lines().toList()) {
        String[] parts = line.split(" ", 3);
        if (parts.length == 3
            && parts[0].matches("[1-9][0-9]{0,17}")
            && departures.size() < DeadLetterHeaders.MAX_HISTORY) {
          departures.add(new Departure(Long.parseLong(parts[0]), parts[1], parts[2]));
        }
      }
    }
    return departures;
  }

  String routingKey() {
    return new String(layout.payload(), layout.keyStart(), layout.keyLength(), UTF_8);
  }

  private String exchange() {
    return new String(layout.payload(), layout.exchangeStart(), layout.exchangeLength(), UTF_8);
  }

  /** Returns what it wishes for in its next queue. */
  Wish wish() {
    return Wish.of(properties.priority().orElse(0));
  }

  /**
   * Tells whether it has left a queue before and comes back to it now by itself: no consumer has
   * had a say since.
   */
  boolean comesBack(String from, String reason, String to) {
    if (BY_CONSUMERS.contains(reason)) {
      return false;
    }
    if (from.equals(to)) {
      return true;
    }
    for (Departure departure : history) {
      if (BY_CONSUMERS.contains(departure.reason())) {
        return false;
      }
      if (departure.queue().equals(to)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the message as it goes on. */
  byte[] forwarded(String from, String reason, String exchange, String key) {
    byte[] tail = marked(from, reason);
    byte[] newExchange = exchange.getBytes(UTF_8);
    byte[] newKey = key.getBytes(UTF_8);
    return ByteBuffer.allocate(
            4 * LENGTH_BYTES
                + newExchange.length
                + newKey.length
                + layout.bodyLength()
                + tail.length)
        .putLong(newExchange.length)
        .put(newExchange)
        .putLong(newKey.length)
        .put(newKey)
        .putLong(layout.bodyLength())
        .put(layout.payload(), layout.bodyStart(), layout.bodyLength())
        .putLong(tail.length)
        .put(tail)
        .array();
  }

  /** Returns its properties with what has become of it, encoded. */
  private byte[] marked(String from, String reason) {
    List<Departure> later = departed(from, reason);
    Map<String, HeaderValue> headers = new LinkedHashMap<>(properties.headers());
    headers.put(DeadLetterHeaders.REASON, new HeaderValue.Text(reason));
    headers.put(DeadLetterHeaders.QUEUE, new HeaderValue.Text(from));
    headers.put(DeadLetterHeaders.COUNT, new HeaderValue.Whole(later.get(0).count()));
    headers.put(DeadLetterHeaders.EXCHANGE, new HeaderValue.Text(exchange()));
    headers.put(DeadLetterHeaders.KEY, new HeaderValue.Text(routingKey()));
    headers.put(DeadLetterHeaders.HISTORY, new HeaderValue.Text(text(later)));
    try {
      return PropertiesCodec.encode(with(headers));
    } catch (IllegalArgumentException tooLarge) {
      // Its own headers take nearly all that there may be: better without a history than lost.
      headers.keySet().removeIf(name -> name.startsWith("dead-letter."));
      return PropertiesCodec.encode(with(headers));
    }
  }

  private List<Departure> departed(String from, String reason) {
    long before = 0;
    List<Departure> later = new ArrayList<>();
    for (Departure departure : history) {
      if (departure.queue().equals(from) && departure.reason().equals(reason)) {
        before = departure.count();
      } else {
        later.add(departure);
      }
    }
    later.add(0, new Departure(before + 1, reason, from));
    return later.subList(0, Math.min(later.size(), DeadLetterHeaders.MAX_HISTORY));
  }

  private static String text(List<Departure> departures) {
    StringBuilder text = new StringBuilder();
    for (Departure one : departures) {
      text.append(text.isEmpty() ? "" : "\n")
          .append(one.count())
          .append(' ')
          .append(one.reason())
          .append(' ')
          .append(one.queue());
    }
    return text.toString();
  }

  private MessageProperties with(Map<String, HeaderValue> headers) {
    return new MessageProperties(
        properties.messageId(),
        properties.correlationId(),
        properties.replyTo(),
        properties.contentType(),
        properties.timestamp(),
        Optional.empty(),
        properties.priority(),
        Optional.empty(),
        properties.producer(),
        properties.traceParent(),
        properties.traceState(),
        properties.resent(),
        headers);
  }
}
