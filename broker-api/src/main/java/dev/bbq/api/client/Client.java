// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqClient;
import dev.bbq.api.BrokerInfo;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.ClosedException;
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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;

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
  private final StateNews news;
  private final Set<ClientResource> resources = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

  /** Connects over a transport. */
  static Client connect(ClientOptions options, Transport over) {
    return connect(options, over, () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * Connects over a transport.
   *
   * @param chance returns a number from 0 to 1 for each pause between attempts; called on the
   *     client's timer
   */
  static Client connect(ClientOptions options, Transport over, DoubleSupplier chance) {
    TransportClient transport;
    try {
      transport = over.client(new ClientConfig(options.tls(), limits(options.connectTimeout())));
    } catch (TransportException e) {
      throw ConnectFailure.atSetUp(e);
    }
    Client client = new Client(options, transport, chance);
    boolean connected = false;
    try {
      client.publishing.connect();
      connected = true;
      return client;
    } finally {
      if (!connected) {
        client.end(options.closeTimeout());
      }
    }
  }

  private Client(ClientOptions options, TransportClient transport, DoubleSupplier chance) {
    this.options = options;
    this.transport = transport;
    timer = timer();
    news = new StateNews(options.listener());
    DeclaredTopology declared = new DeclaredTopology();
    publishing = link(ConnectionPurpose.PUBLISHING, chance, declared);
    consuming = link(ConnectionPurpose.CONSUMING, chance, declared);
    Requests requests = new Requests(publishing);
    publishing.add(requests);
    topology = new TopologyClient(publishing, requests, declared, this::requireOpen);
  }

  private Link link(ConnectionPurpose purpose, DoubleSupplier chance, DeclaredTopology declared) {
    return new Link(purpose, options, transport, timer, chance, news, declared);
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
    ClientPublisher publisher = new ClientPublisher(publishing, publisherOptions);
    return opened(publisher, publisher, publisher.opened(), "open a publisher");
  }

  @Override
  public Subscription subscribe(String queue, Credit credit, DeliveryHandler handler) {
    Consumer consumer = consumer(queue, credit);
    return opened(
        new ClientSubscription(consuming, consumer, handler),
        consumer,
        consumer.accepted(),
        "subscribe " + queue);
  }

  @Override
  public Receiver receiver(String queue, Credit credit) {
    Consumer consumer = consumer(queue, credit);
    return opened(
        new ClientReceiver(consuming, consumer),
        consumer,
        consumer.accepted(),
        "receive from " + queue);
  }

  private Consumer consumer(String queue, Credit credit) {
    Address.requireName("queue", queue);
    requireOpen();
    consuming.connect();
    return new Consumer(consuming, queue, credit);
  }

  @Override
  public Topology topology() {
    return topology;
  }

  @Override
  public Monitor monitor() {
    return topology;
  }

  @Override
  public BrokerInfo broker() {
    Block.Welcome words = publishing.welcome();
    return new BrokerInfo(
        words.product(), words.version(), words.identity(), words.maxMessageBytes());
  }

  @Override
  public ConnectionState state(ConnectionPurpose connection) {
    return switch (connection) {
      case PUBLISHING -> publishing.state();
      case CONSUMING -> consuming.state();
    };
  }

  private <R extends ClientResource> R opened(
      R resource, LinkResource lives, CompletableFuture<Void> opened, String what) {
    boolean done = false;
    Link link = resource.link();
    try {
      resources.add(resource);
      resource
          .closed()
          .whenComplete(
              (clean, failure) -> {
                resources.remove(resource);
                link.remove(lives);
              });
      link.add(lives);
      requireOpen(); // again, or a close at the same time might have missed it
      Waits.await(opened, options.requestTimeout(), () -> what + ", connection=" + link.describe());
      done = true;
      return resource;
    } finally {
      if (!done) {
        resource.endUnopened();
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
      end(deadline.left());
      closed.complete(clean);
    }
    return clean;
  }

  private void end(Duration timeout) {
    publishing.close();
    consuming.close();
    transport.close(ErrorCode.NONE.number(), timeout);
    timer.shutdownNow();
    news.close();
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
