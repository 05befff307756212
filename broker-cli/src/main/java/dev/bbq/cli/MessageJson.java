// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import dev.bbq.api.Delivery;
import dev.bbq.api.HeaderValue;
import dev.bbq.api.Message;
import dev.bbq.api.MessageProperties;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A delivery as a line of JSON; properties that the message lacks are left out. */
final class MessageJson {

  private MessageJson() {}

  /** Returns the line, without its end. */
  static String of(Delivery delivery) {
    JsonStringWriter json =
        JsonWriter.string()
            .object()
            .value("queue", delivery.queue())
            .value("exchange", delivery.exchange())
            .value("key", delivery.routingKey())
            .value("redeliveries", delivery.redeliveries())
            .value("resent", delivery.message().properties().resent());
    appendProperties(json, delivery.message().properties());
    appendBody(json, delivery.message());
    return json.end().done();
  }

  private static void appendProperties(JsonStringWriter json, MessageProperties properties) {
    json.object("properties");
    append(json, "messageId", properties.messageId());
    append(json, "correlationId", properties.correlationId());
    append(json, "replyTo", properties.replyTo());
    append(json, "contentType", properties.contentType());
    append(json, "timestamp", properties.timestamp().map(Object::toString));
    append(json, "timeToLiveMs", properties.timeToLive().map(time -> time.toMillis()));
    append(json, "priority", properties.priority());
    append(json, "notBefore", properties.notBefore().map(Object::toString));
    properties
        .producer()
        .ifPresent(
            producer ->
                json.object("producer")
                    .value("id", producer.id())
                    .value("sequence", producer.sequence())
                    .end());
    append(json, "traceParent", properties.traceParent());
    append(json, "traceState", properties.traceState());
    if (!properties.headers().isEmpty()) {
      json.object("headers");
      properties.headers().forEach((name, value) -> append(json, name, value));
      json.end();
    }
    json.end();
  }

  private static void append(JsonStringWriter json, String name, Optional<?> value) {
    value.ifPresent(present -> json.value(name, present));
  }

  private static void append(JsonStringWriter json, String name, HeaderValue header) {
    switch (header) {
      case HeaderValue.Text text -> json.value(name, text.value());
      case HeaderValue.Whole whole -> json.value(name, whole.value());
      case HeaderValue.Flag flag -> json.value(name, flag.value());
      case HeaderValue.Real real -> {
        if (Double.isFinite(real.value())) {
          json.value(name, real.value());
        } else {
          json.value(name, Double.toString(real.value())); // JSON has no such number
        }
      }
      case HeaderValue.Bytes bytes ->
          json.object(name)
              .value("base64", Base64.getEncoder().encodeToString(bytes.value()))
              .end();
    }
  }

  private static void appendBody(JsonStringWriter json, Message message) {
    try {
      json.value("body", StandardCharsets.UTF_8.newDecoder().decode(message.body()).toString());
    } catch (CharacterCodingException e) {
      json.value("bodyBase64", Base64.getEncoder().encodeToString(message.bytes()));
    }
  }
}
