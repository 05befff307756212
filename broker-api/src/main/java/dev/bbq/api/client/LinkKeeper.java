// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.ConnectionPurpose;
import dev.bbq.api.ConnectionState;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.wire.Block;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The part of a {@link Link} that works in its context: it makes the connection and makes it anew,
 * and tells what lives on it of each one. Called in the context, but for what a connection tells.
 */
final class LinkKeeper implements ClientConnection.Owner {

  private final ConnectionPurpose purpose;
  private final ClientOptions options;
  private final TransportClient transport;
  private final ScheduledExecutorService timer;
  private final DeclaredTopology declared;
  private final LinkContext context;
  private final LinkStatus status;
  private final Outage outage;
  private final Set<LinkResource> resources = new LinkedHashSet<>();
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private volatile Block.@Nullable Welcome welcome;
  private @Nullable ClientConnection current;
  private @Nullable BbqException closed;
  private List<String> problems = List.of();
  private boolean made;
  private boolean ready;
  private String lastReason = "";

  LinkKeeper(
      ConnectionPurpose purpose,
      ClientOptions options,
      TransportClient transport,
      ScheduledExecutorService timer,
      DoubleSupplier chance,
      DeclaredTopology declared,
      LinkContext context,
      LinkStatus status) {
    this.purpose = purpose;
    this.options = options;
    this.transport = transport;
    this.timer = timer;
    this.declared = declared;
    this.context = context;
    this.status = status;
    outage = new Outage(options.reconnect(), chance, context, this::outageTooLong);
  }

  /** Returns what the broker said of itself last, null before the first time. Any thread. */
  Block.@Nullable Welcome welcome() {
    return welcome;
  }

  @Override
  public void welcomed(ClientConnection connection, Block.Welcome words) {
    context.execute(() -> takeOver(connection, words));
  }

  @Override
  public void leaving(ClientConnection connection, BbqException why) {
    context.execute(() -> leave(connection, why));
  }

  @Override
  public void blocked(ClientConnection connection) {
    context.execute(() -> tellBlocked(connection));
  }

  @Override
  public void ended(ClientConnection connection, BbqException why) {
    context.execute(() -> lose(connection, why));
  }

  /** Has a resource live here, now and on later connections. */
  void put(LinkResource resource) {
    if (closed != null) {
      resource.giveUp(closed);
      return;
    }
    resources.add(resource);
    if (ready && current != null) {
      resource.attach(current);
    }
  }

  /** Forgets a resource. */
  void remove(LinkResource resource) {
    resources.remove(resource);
  }

  /** Completes a future when the connection has been made once, which this begins if need be. */
  void whenMade(CompletableFuture<Void> up) {
    if (closed != null) {
      up.completeExceptionally(closed);
    } else if (made) {
      up.complete(null);
    } else {
      waiting.add(up);
      tryConnect();
    }
  }

  private void tryConnect() {
    if (current != null || closed != null) {
      return;
    }
    ClientConnection connection = new ClientConnection(options, timer, this);
    current = connection;
    context.schedule(options.connectTimeout(), connection::abandon);
    connection.start(transport);
  }

  private void takeOver(ClientConnection connection, Block.Welcome words) {
    if (connection != current) {
      connection.close();
      return;
    }
    welcome = words;
    context.moveTo(connection);
    context.execute(() -> restore(connection));
  }

  /** Declares again what the client has declared, before anything else goes on. */
  private void restore(ClientConnection connection) {
    List<Block.TopologyRequest> requests = declared.requests();
    if (requests.isEmpty()) {
      restored(connection, List.of());
    } else {
      Redeclaration.run(connection, requests, refused -> restored(connection, refused));
    }
  }

  private void restored(ClientConnection connection, List<String> refused) {
    if (connection != current || connection.isOver()) {
      return;
    }
    problems = refused;
    made = true;
    ready = true;
    outage.end();
    status.change(new ConnectionState.Connected(problems));
    if (connection.blocked() != null) {
      tellBlocked(connection);
    }
    waiting.forEach(up -> up.complete(null));
    waiting.clear();
    List.copyOf(resources).forEach(resource -> resource.attach(connection));
  }

  private void tellBlocked(ClientConnection connection) {
    if (connection != current || !ready || purpose != ConnectionPurpose.PUBLISHING) {
      return;
    }
    Block.Blocked why = connection.blocked();
    if (why != null) {
      ConnectionState blocked = new ConnectionState.Blocked(why.code(), why.reason());
      if (!blocked.equals(status.state())) {
        status.change(blocked);
      }
      return;
    }
    if (status.state() instanceof ConnectionState.Blocked) {
      status.change(new ConnectionState.Connected(problems));
    }
    List.copyOf(resources).forEach(LinkResource::resume);
  }

  /** Ends our part in good order: the publishing side sends no more, consumers go on. */
  private void leave(ClientConnection connection, BbqException why) {
    if (connection != current) {
      return;
    }
    ready = false;
    if (purpose == ConnectionPurpose.PUBLISHING) {
      lastReason = String.valueOf(why.getMessage());
      status.change(new ConnectionState.Reconnecting(1, Duration.ZERO, lastReason));
      List.copyOf(resources).forEach(LinkResource::leave);
    }
    connection.closeWhenQuiet();
  }

  private void lose(ClientConnection connection, BbqException why) {
    if (connection != current) {
      return;
    }
    current = null;
    ready = false;
    if (context.isAt(connection)) {
      List.copyOf(resources).forEach(LinkResource::detach);
      context.moveAway();
      context.execute(() -> goOn(why));
    } else {
      goOn(why);
    }
  }

  private void goOn(BbqException why) {
    if (closed != null) {
      return;
    }
    if (!made) {
      waiting.forEach(up -> up.completeExceptionally(why));
      waiting.clear();
      return;
    }
    if (ConnectFailure.isForGood(why) || options.reconnect().maxOutage().isZero()) {
      giveUp(why);
      return;
    }
    Duration delay = outage.next();
    lastReason = String.valueOf(why.getMessage());
    status.change(new ConnectionState.Reconnecting(outage.attempt(), delay, lastReason));
    context.schedule(delay, () -> context.execute(this::tryConnect));
  }

  private void outageTooLong() {
    giveUp(
        new ConnectionException(
            "gave up to reconnect: outage=%s, reason=%s"
                .formatted(options.reconnect().maxOutage(), lastReason)));
  }

  /** Closes the connection and makes none any more. */
  void giveUp(BbqException why) {
    if (closed != null) {
      return;
    }
    closed = why;
    ready = false;
    outage.end();
    ClientConnection open = current;
    current = null;
    if (open != null) {
      open.close();
    }
    status.change(new ConnectionState.Closed(String.valueOf(why.getMessage())));
    waiting.forEach(up -> up.completeExceptionally(why));
    waiting.clear();
    List<LinkResource> left = List.copyOf(resources);
    resources.clear();
    left.forEach(resource -> resource.giveUp(why));
  }
}
