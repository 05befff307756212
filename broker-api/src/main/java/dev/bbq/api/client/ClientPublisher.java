// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.ClosedException;
import dev.bbq.api.Message;
import dev.bbq.api.MessageProperties;
import dev.bbq.api.Publisher;
import dev.bbq.api.PublisherOptions;
import dev.bbq.api.wire.PropertiesCodec;
import dev.bbq.api.wire.SendLayout;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The publisher as its users see it. Their threads judge a message, take room in the window and
 * hand it over; one task per burst then sends.
 */
final class ClientPublisher extends ClientResource implements Publisher, LinkResource {

  private static final byte[] NO_PROPERTIES = new byte[0];

  private final PublisherOptions options;
  private final PublishWindow window;
  private final Outbox outbox;
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final long maxMessageBytes;
  private final int maxPropertiesBytes;
  private final Runnable drain = this::drain;

  /** The last one used: most publishers have just one. Racy, and right whoever wins. */
  private @Nullable Address lastAddress;

  // The rest belongs to the link's context.
  private @Nullable PublishRoute route;
  private @Nullable BbqException failure;

  ClientPublisher(Link link, PublisherOptions options) {
    super(link);
    this.options = options;
    maxMessageBytes = link.welcome().maxMessageBytes();
    // With room for the mark of a message that is sent again.
    maxPropertiesBytes =
        SendLayout.MAX_PROPERTIES_BYTES
            - (options.atLeastOnce() ? PropertiesCodec.RESENT_BYTES : 0);
    window = new PublishWindow(options, link::describe);
    outbox = new Outbox(options, window, this::drained);
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

  @Override
  public long resent() {
    return outbox.resent();
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
    return new PendingPublish(address, message, encoded(message.properties()));
  }

  private byte[] encoded(MessageProperties properties) {
    if (properties.equals(MessageProperties.NONE)) {
      return NO_PROPERTIES;
    }
    byte[] bytes = PropertiesCodec.encode(properties);
    if (bytes.length > maxPropertiesBytes) {
      throw new IllegalArgumentException(
          "properties too large: length=%d, limit=%d".formatted(bytes.length, maxPropertiesBytes));
    }
    return bytes;
  }

  private void hand(PendingPublish pending) {
    if (outbox.add(pending) && !link().execute(drain)) {
      // There is no context any more, so this thread may do what belongs there.
      outbox.abandonAll(Link.closedException(link().options()));
    }
  }

  // --- in the link's context

  private void drain() {
    if (failure != null) {
      outbox.abandonAll(failure);
    } else if (route != null) {
      route.drain();
    }
  }

  @Override
  public void attach(ClientConnection connection) {
    if (failure != null) {
      return;
    }
    if (options.streamPerMessage()) {
      outbox.releaseHeld();
      route = new MessageStreams(connection, link(), outbox);
      route.drain();
      opened.complete(null); // last, or what its user publishes next could be sent from here
    } else {
      PublishStream stream = new PublishStream(connection, link(), outbox, opened, this::fail);
      route = stream;
      connection.open(stream);
    }
  }

  @Override
  public void leave() {
    if (route != null) {
      route.leave();
    }
  }

  @Override
  public void resume() {
    if (route != null) {
      route.resume();
    }
  }

  @Override
  public void detach() {
    route = null;
  }

  @Override
  public void giveUp(BbqException why) {
    route = null;
    fail(why);
  }

  private void fail(BbqException why) {
    if (failure == null) {
      failure = why;
      opened.completeExceptionally(why);
    }
    outbox.abandonAll(failure);
  }

  private void drained() {
    if (route != null) {
      route.finish();
    }
    closed().complete(outbox.allAnswered());
  }

  @Override
  void beginClose() {
    window.close();
    boolean posted =
        link()
            .execute(
                () -> {
                  drain();
                  outbox.checkDrained();
                });
    if (!posted) {
      closed().complete(false);
    }
  }

  @Override
  void abort() {
    window.close();
    BbqException why = new ClosedException("publisher closed before the broker had answered");
    link()
        .execute(
            () -> {
              PublishRoute open = route;
              route = null;
              fail(why);
              if (open != null) {
                open.abort(why);
              }
            });
  }
}
