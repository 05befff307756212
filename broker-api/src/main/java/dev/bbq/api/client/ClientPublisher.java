// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.ClosedException;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.Message;
import dev.bbq.api.MessageProperties;
import dev.bbq.api.Publisher;
import dev.bbq.api.PublisherOptions;
import dev.bbq.api.wire.PropertiesCodec;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The publisher as its users see it. Their threads judge a message, take room in the window and
 * hand it over; one task per burst then sends.
 */
final class ClientPublisher extends ClientResource implements Publisher {

  private static final byte[] NO_PROPERTIES = new byte[0];

  private final PublishWindow window;
  private final Outbox outbox;
  private final PublishRoute route;
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final long maxMessageBytes;

  /** The last one used: most publishers have just one. Racy, and right whoever wins. */
  private @Nullable Address lastAddress;

  ClientPublisher(ClientConnection connection, PublisherOptions options) {
    super(connection);
    maxMessageBytes = connection.welcome().maxMessageBytes();
    window = new PublishWindow(options);
    outbox = new Outbox(window, this::drained);
    if (options.streamPerMessage()) {
      route = new MessageStreams(connection, outbox);
      opened.complete(null);
    } else {
      PublishStream stream = new PublishStream(connection, outbox, opened);
      route = stream;
      if (!connection.execute(() -> connection.open(stream))) {
        opened.completeExceptionally(
            new ConnectionException("connection closed: " + connection.server()));
      }
    }
  }

  /** Completes when messages can be sent. */
  CompletableFuture<Void> opened() {
    return opened;
  }

  @Override
  public CompletableFuture<Void> publish(String exchange, String routingKey, Message message) {
    PendingPublish pending = judged(exchange, routingKey, message);
    window.acquire(message.size());
    hand(pending);
    return pending;
  }

  @Override
  public Optional<CompletableFuture<Void>> tryPublish(
      String exchange, String routingKey, Message message) {
    PendingPublish pending = judged(exchange, routingKey, message);
    if (!window.tryAcquire(message.size())) {
      return Optional.empty();
    }
    hand(pending);
    return Optional.of(pending);
  }

  private PendingPublish judged(String exchange, String routingKey, Message message) {
    Address address = lastAddress;
    if (address == null || !address.is(exchange, routingKey)) {
      address = Address.of(exchange, routingKey);
      lastAddress = address;
    }
    if (message.size() > maxMessageBytes) {
      throw new IllegalArgumentException(
          "message too large: length=%d, limit=%d".formatted(message.size(), maxMessageBytes));
    }
    MessageProperties properties = message.properties();
    return new PendingPublish(
        address,
        message,
        properties.equals(MessageProperties.NONE)
            ? NO_PROPERTIES
            : PropertiesCodec.encode(properties));
  }

  private void hand(PendingPublish pending) {
    if (outbox.add(pending) && !connection().execute(route::drain)) {
      // There is no context any more, so this thread may do what belongs there.
      outbox.abandonUnsent(new ConnectionException("connection closed: " + connection().server()));
    }
  }

  private void drained() {
    route.finish();
    closed().complete(outbox.allAnswered());
  }

  @Override
  void beginClose() {
    window.close();
    if (!connection().execute(outbox::checkDrained)) {
      closed().complete(false);
    }
  }

  @Override
  void abort() {
    window.close();
    BbqException why = new ClosedException("publisher closed before the broker had answered");
    connection().execute(() -> route.abort(why));
  }
}
