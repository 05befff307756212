// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqClient;
import dev.bbq.api.BrokerInfo;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.ClosedException;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.ConnectionPurpose;
import dev.bbq.api.ConnectionState;
import dev.bbq.api.Credit;
import dev.bbq.api.DeliveryHandler;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.Monitor;
import dev.bbq.api.Publisher;
import dev.bbq.api.PublisherOptions;
import dev.bbq.api.Receiver;
import dev.bbq.api.Subscription;
import dev.bbq.api.Topology;
import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.wire.Block;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The client as its users see it: it keeps the connections and what was opened on them, and closes
 * all in order.
 */
final class Client implements BbqClient {

  /** What a client allows its broker; the wait for the handshake is the user's. */
  static final TransportLimits LIMITS = TransportLimits.DEFAULT.withMaxStreams(1);

  private static final Duration SHORTEST_HANDSHAKE = Duration.ofMillis(100);

  private final ClientOptions options;
  private final TransportClient transport;
  private final ScheduledExecutorService timer;
  private final Link publishing;
  private final Link consuming;
  private final TopologyClient topology;
  private final BrokerInfo broker;
  private final Set<ClientResource> resources = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

  /** Connects over a transport. */
  static Client connect(ClientOptions options, Transport over) {
    TransportClient transport;
    try {
      transport = over.client(new ClientConfig(options.tls(), limits(options.connectTimeout())));
    } catch (TransportException e) {
      throw new ConnectionException(
          "can't connect: host=%s, port=%d, reason=%s"
              .formatted(options.host(), options.port(), e.getMessage()),
          e);
    }
    ScheduledExecutorService timer = timer();
    Link publishing = new Link(options, transport, timer);
    try {
      Block.Welcome welcome = publishing.connection().welcome();
      return new Client(options, transport, timer, publishing, welcome);
    } catch (RuntimeException e) {
      timer.shutdownNow();
      transport.close(ErrorCode.NONE.number(), options.closeTimeout());
      throw e;
    }
  }

  private Client(
      ClientOptions options,
      TransportClient transport,
      ScheduledExecutorService timer,
      Link publishing,
      Block.Welcome welcome) {
    this.options = options;
    this.transport = transport;
    this.timer = timer;
    this.publishing = publishing;
    consuming = new Link(options, transport, timer);
    topology = new TopologyClient(this::topologyConnection, options.requestTimeout());
    broker =
        new BrokerInfo(
            welcome.product(), welcome.version(), welcome.identity(), welcome.maxMessageBytes());
  }

  private static TransportLimits limits(Duration connectTimeout) {
    return new TransportLimits(
        LIMITS.idleTimeout(),
        connectTimeout.compareTo(SHORTEST_HANDSHAKE) < 0 ? SHORTEST_HANDSHAKE : connectTimeout,
        LIMITS.maxStreams(),
        LIMITS.streamWindowBytes(),
        LIMITS.connectionWindowBytes(),
        LIMITS.maxConnections());
  }

  private static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("bbq-client-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  @Override
  public Publisher publisher(PublisherOptions publisherOptions) {
    requireOpen();
    ClientPublisher publisher = new ClientPublisher(publishing.connection(), publisherOptions);
    return opened(publisher, publisher.opened(), "open a publisher");
  }

  @Override
  public Subscription subscribe(String queue, Credit credit, DeliveryHandler handler) {
    Address.requireName("queue", queue);
    requireOpen();
    ConsumeStream stream = new ConsumeStream(consuming.connection(), queue, credit);
    return opened(new ClientSubscription(stream, handler), stream.accepted(), "subscribe " + queue);
  }

  @Override
  public Receiver receiver(String queue, Credit credit) {
    Address.requireName("queue", queue);
    requireOpen();
    ConsumeStream stream = new ConsumeStream(consuming.connection(), queue, credit);
    return opened(new ClientReceiver(stream), stream.accepted(), "receive from " + queue);
  }

  @Override
  public Topology topology() {
    return topology;
  }

  @Override
  public Monitor monitor() {
    return topology;
  }

  private ClientConnection topologyConnection() {
    requireOpen();
    return publishing.connection();
  }

  @Override
  public BrokerInfo broker() {
    return broker;
  }

  @Override
  public ConnectionState state(ConnectionPurpose connection) {
    return new ConnectionState.Connected(List.of());
  }

  private <R extends ClientResource> R opened(
      R resource, CompletableFuture<Void> opened, String what) {
    boolean done = false;
    try {
      resources.add(resource);
      resource.closed().whenComplete((clean, failure) -> resources.remove(resource));
      requireOpen(); // again, or a close at the same time might have missed it
      Waits.await(opened, options.requestTimeout(), what);
      done = true;
      return resource;
    } finally {
      if (!done) {
        resource.endClose();
      }
    }
  }

  private void requireOpen() {
    if (closing.get()) {
      throw new ClosedException(
          "client closed: host=%s, port=%d".formatted(options.host(), options.port()));
    }
  }

  @Override
  public void close() {
    close(options.closeTimeout());
  }

  @Override
  public boolean close(Duration timeout) {
    if (closing.compareAndSet(false, true)) {
      return closeAll(Deadline.in(timeout));
    }
    boolean fromHandler = resources.stream().anyMatch(ClientResource::isOwnThread);
    return fromHandler ? closed.getNow(false) : Waits.isTrueWithin(closed, timeout);
  }

  private boolean closeAll(Deadline deadline) {
    boolean clean = false;
    try {
      clean = closeResources(deadline);
    } finally {
      publishing.close();
      consuming.close();
      transport.close(ErrorCode.NONE.number(), deadline.left());
      timer.shutdownNow();
      closed.complete(clean);
    }
    return clean;
  }

  private boolean closeResources(Deadline deadline) {
    List<ClientResource> open = List.copyOf(resources);
    open.forEach(ClientResource::beginClose);
    boolean clean = true;
    for (ClientResource resource : open) {
      clean &= !resource.isOwnThread() && Waits.isTrueWithin(resource.closed(), deadline.left());
    }
    open.forEach(ClientResource::endClose);
    return clean;
  }
}
