// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import dev.bbq.api.BrokerStatus;
import dev.bbq.api.ConnectionInfo;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.HeaderValue;
import dev.bbq.api.MessageCounts;
import dev.bbq.api.MessageProperties;
import dev.bbq.api.QueueOptions;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.store.StoreCapabilities.Durability;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Random values of what travels on the wire. */
final class RandomValues {

  private RandomValues() {}

  /** Returns text of up to {@code maxChars} characters of one to four bytes each. */
  static String text(Random random, int maxChars) {
    int length = random.nextInt(maxChars + 1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(4)) {
        case 0 -> text.appendCodePoint(0x20 + random.nextInt(0x5f));
        case 1 -> text.appendCodePoint(0xa0 + random.nextInt(0x700));
        case 2 -> text.appendCodePoint(0x800 + random.nextInt(0xc000));
        default -> text.appendCodePoint(0x10000 + random.nextInt(0xfffff));
      }
    }
    return text.toString();
  }

  /** Returns a number from 0 to 2^63-1, small ones and the edges more often. */
  static long number(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(1000);
      case 1 -> Long.MAX_VALUE;
      case 2 -> random.nextLong() >>> (1 + random.nextInt(62));
      default -> 0;
    };
  }

  static ErrorCode code(Random random) {
    return oneOf(random, ErrorCode.values());
  }

  static <T> T oneOf(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  static QueueInfo queue(Random random) {
    return new QueueInfo(
        text(random, 100),
        options(random),
        number(random),
        number(random),
        number(random),
        random.nextInt(Integer.MAX_VALUE),
        counts(random));
  }

  static QueueOptions options(Random random) {
    QueueOptions.Builder options = QueueOptions.builder();
    if (random.nextBoolean()) {
      options.messageTtl(Duration.ofMillis(1 + random.nextInt(1000)));
    }
    if (random.nextBoolean()) {
      options.expires(Duration.ofMillis(1 + random.nextInt(1000)));
    }
    if (random.nextBoolean()) {
      options.maxLength(1 + (number(random) >>> 1));
    }
    if (random.nextBoolean()) {
      options.maxBytes(1 + (number(random) >>> 1));
    }
    if (random.nextBoolean()) {
      options.overflow(oneOf(random, QueueOptions.Overflow.values()));
    }
    if (random.nextBoolean()) {
      options.deliveryLimit(random.nextInt(Integer.MAX_VALUE));
    }
    switch (random.nextInt(3)) {
      case 0 -> options.deadLetterTo(text(random, 60));
      case 1 -> options.deadLetterTo(text(random, 60), text(random, 60));
      default -> {}
    }
    return options.maxPriority(random.nextInt(10)).build();
  }

  static ConnectionInfo connection(Random random) {
    return new ConnectionInfo(
        number(random),
        text(random, 100),
        text(random, 30),
        text(random, 30),
        text(random, 100),
        Instant.ofEpochMilli(number(random)),
        random.nextBoolean(),
        Duration.ofMillis(number(random)),
        named(random),
        number(random),
        number(random),
        number(random));
  }

  static BrokerStatus broker(Random random) {
    return new BrokerStatus(
        text(random, 30),
        random.nextInt(0x10000),
        text(random, 30),
        text(random, 30),
        oneOf(random, Durability.values()),
        random.nextBoolean(),
        Instant.ofEpochMilli(number(random)),
        Duration.ofMillis(number(random)),
        random.nextBoolean() ? Optional.of(text(random, 100)) : Optional.empty(),
        new BrokerStatus.Memory(
            number(random), number(random), number(random), number(random), number(random)),
        new BrokerStatus.Totals(
            number(random),
            number(random),
            number(random),
            number(random),
            number(random),
            number(random),
            number(random),
            number(random),
            number(random)),
        counts(random));
  }

  private static MessageCounts counts(Random random) {
    return new MessageCounts(
        number(random),
        number(random),
        number(random),
        number(random),
        named(random),
        named(random));
  }

  private static SortedMap<String, Long> named(Random random) {
    SortedMap<String, Long> named = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      named.put(text(random, 20), number(random));
    }
    return named;
  }

  static MessageProperties properties(Random random) {
    MessageProperties.Builder properties = MessageProperties.builder();
    if (random.nextBoolean()) {
      properties.messageId(text(random, 20));
    }
    if (random.nextBoolean()) {
      properties.correlationId(text(random, 20));
    }
    if (random.nextBoolean()) {
      properties.replyTo(text(random, 20));
    }
    if (random.nextBoolean()) {
      properties.contentType(text(random, 20));
    }
    if (random.nextBoolean()) {
      properties.timestamp(Instant.ofEpochMilli(number(random)));
    }
    if (random.nextBoolean()) {
      properties.timeToLive(Duration.ofMillis(number(random)));
    }
    if (random.nextBoolean()) {
      properties.priority(random.nextInt(MessageProperties.MAX_PRIORITY + 1));
    }
    if (random.nextBoolean()) {
      properties.notBefore(Instant.ofEpochMilli(number(random)));
    }
    if (random.nextBoolean()) {
      properties.producer("p" + text(random, 20), number(random));
    }
    if (random.nextBoolean()) {
      properties.traceParent(text(random, 20));
    }
    if (random.nextBoolean()) {
      properties.traceState(text(random, 20));
    }
    properties.resent(random.nextInt(4) == 0);
    int headers = random.nextInt(6);
    for (int i = 0; i < headers; i++) {
      properties.header("h" + i + text(random, 20), headerValue(random));
    }
    return properties.build();
  }

  private static HeaderValue headerValue(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> new HeaderValue.Text(text(random, 30));
      case 1 -> new HeaderValue.Whole(random.nextLong());
      case 2 -> new HeaderValue.Real(Double.longBitsToDouble(random.nextLong()));
      case 3 -> new HeaderValue.Flag(random.nextBoolean());
      default -> new HeaderValue.Bytes(Bytes.random(random, random.nextInt(40)));
    };
  }
}
