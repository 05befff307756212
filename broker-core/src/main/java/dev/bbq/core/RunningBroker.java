// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import static dev.bbq.api.ErrorCode.SHUTTING_DOWN;

import dev.bbq.api.plugin.Stores;
import dev.bbq.api.plugin.Transports;
import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.QueueStore.RecoveredQueue;
import dev.bbq.api.store.StoreContext;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreProvider;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportServer;
import dev.bbq.core.connection.About;
import dev.bbq.core.connection.Connections;
import dev.bbq.core.connection.MemoryGuard;
import dev.bbq.core.connection.MemoryMarks;
import dev.bbq.core.connection.Proofs;
import dev.bbq.core.connection.Services;
import dev.bbq.core.connection.StreamLimits;
import dev.bbq.core.log.LogText;
import dev.bbq.core.queue.Alarms;
import dev.bbq.core.queue.Queue;
import dev.bbq.core.routing.Topology;
import dev.bbq.core.routing.TopologyLimits;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A broker at work: store, topology, connections and transport, started in this order and ended in
 * the other.
 */
final class RunningBroker implements Broker {

  private static final System.Logger LOGGER = System.getLogger(Broker.class.getName());

  private static final Duration SWEEP = Duration.ofSeconds(1);

  /**
   * How long clients that have been told that nothing more comes may take to go by themselves: what
   * was lost on its way to them can be sent again only while their connection is there.
   */
  private static final Duration FAREWELL = Duration.ofMillis(500);

  /** How long a store may take to end, however little time clients have left. */
  private static final Duration STORE_CLOSE = Duration.ofSeconds(1);

  private final String transportName;
  private final String storeName;
  private final boolean survivesRestart;
  private final QueueStore store;
  private final Topology topology;
  private final Connections connections;
  private final TransportServer server;
  private final Optional<Proofs> proofs;
  private final ScheduledExecutorService timer;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

  private RunningBroker(
      About about,
      QueueStore store,
      Topology topology,
      Connections connections,
      TransportServer server,
      Optional<Proofs> proofs,
      ScheduledExecutorService timer) {
    transportName = about.transport();
    storeName = about.store();
    survivesRestart = about.capabilities().survivesRestart();
    this.store = store;
    this.topology = topology;
    this.connections = connections;
    this.server = server;
    this.proofs = proofs;
    this.timer = timer;
  }

  static Broker start(BrokerConfig config) {
    return start(
        config,
        Transports.find(config.transport(), config.plugins()),
        Stores.find(config.store(), config.plugins()));
  }

  static Broker start(BrokerConfig config, Transport transport, StoreProvider provider) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("bbq-broker-timer").factory());
    try {
      return start(config, transport, provider, timer);
    } catch (RuntimeException e) {
      timer.shutdownNow();
      throw e;
    }
  }

  private static Broker start(
      BrokerConfig config,
      Transport transport,
      StoreProvider provider,
      ScheduledExecutorService timer) {
    BrokerLimits limits = config.limits();
    Optional<Proofs> proofs = proofs(transport, config);
    QueueStore store = open(provider, config);
    About about = about(transport, provider);
    Alarms alarms = new TimerAlarms(timer, about.clock());
    Services services = services(store, recovered(store), limits, about, alarms);
    try {
      new Declaring(services.topology()).all(config.declarations());
    } catch (BrokerException e) {
      var unused = close(store);
      throw e;
    }
    Connections connections = new Connections(services, proofs);
    TransportServer server;
    try {
      server =
          transport.listen(
              new ServerConfig(
                  config.listen(), config.tls(), limits.transport(), config.ioThreads()),
              connections);
    } catch (TransportException | RuntimeException e) {
      var unused = close(store);
      throw new BrokerException(
          "can't listen: transport=%s, reason=%s".formatted(transport.name(), e.getMessage()), e);
    }
    int patience = (int) Math.max(1, limits.blockTimeout().dividedBy(SWEEP));
    var unused =
        timer.scheduleWithFixedDelay(
            () -> lookAfter(connections, patience, services.topology()),
            SWEEP.toMillis(),
            SWEEP.toMillis(),
            TimeUnit.MILLISECONDS);
    LOGGER.log(
        Level.INFO,
        () ->
            "broker started: address=%s, transport=%s, store=%s, product=%s"
                .formatted(
                    LogText.address(server.address()),
                    transport.name(),
                    provider.name(),
                    services.about().product()));
    return new RunningBroker(
        services.about(), store, services.topology(), connections, server, proofs, timer);
  }

  private static void lookAfter(Connections connections, int patience, Topology topology) {
    try {
      connections.sweep(patience);
      topology.queues().forEach(Queue::retry);
    } catch (Throwable bug) { // which would end the timer, whatever it is
      LOGGER.log(Level.ERROR, "broker not looked after: will be tried again", bug);
    }
  }

  /** Returns the judge of clients that the transport can't ask for their certificates. */
  private static Optional<Proofs> proofs(Transport transport, BrokerConfig config) {
    if (transport.capabilities().contains(TransportCapability.MUTUAL_TLS)) {
      return Optional.empty();
    }
    Duration timeout = config.limits().transport().handshakeTimeout();
    int patience = (int) Math.max(1, timeout.dividedBy(SWEEP));
    try {
      return Optional.of(new Proofs(config.tls().trusted(), patience, new SecureRandom()));
    } catch (GeneralSecurityException e) {
      throw new BrokerException("CA certificates unusable: reason=" + e.getMessage(), e);
    }
  }

  private static QueueStore open(StoreProvider provider, BrokerConfig config) {
    try {
      return provider.open(
          new StoreContext(
              config.dataDirectory().resolve(provider.name()),
              InstantSource.system(),
              marks(config.limits()).watermarkBytes(),
              config.limits().maxDiskBytes()));
    } catch (StoreException e) {
      throw new BrokerException(
          "can't open the store: store=%s, reason=%s".formatted(provider.name(), e.getMessage()),
          e);
    }
  }

  private static List<RecoveredQueue> recovered(QueueStore store) {
    try {
      return store.recover().toCompletableFuture().join();
    } catch (RuntimeException e) {
      var unused = close(store);
      throw new BrokerException("can't recover: reason=%s".formatted(e.getMessage()), e);
    }
  }

  private static CompletableFuture<Void> close(QueueStore store) {
    CompletableFuture<Void> closed;
    try {
      closed = store.close().toCompletableFuture();
    } catch (RuntimeException broken) { // a store that throws instead of failing its stage
      closed = CompletableFuture.failedFuture(broken);
    }
    return closed.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            LOGGER.log(Level.WARNING, () -> "store not closed: cause=%s".formatted(failure));
          }
        });
  }

  private static Services services(
      QueueStore store,
      List<RecoveredQueue> recovered,
      BrokerLimits limits,
      About about,
      Alarms alarms) {
    Topology topology =
        new Topology(
            store,
            new TopologyLimits(limits.maxExchanges(), limits.maxQueues(), limits.maxBindings()),
            alarms);
    topology.restore(recovered);
    MemoryMarks marks = marks(limits);
    StreamLimits streams =
        new StreamLimits(
            limits.maxMessageBytes(),
            limits.maxCreditMessages(),
            limits.maxCreditBytes(),
            Math.min(limits.transport().connectionWindowBytes(), marks.maxWaitingBytes()) / 2,
            limits.transport().idleTimeout());
    MemoryGuard memory =
        new MemoryGuard(() -> store.residentBytes() + topology.totals().residentBytes(), marks);
    return new Services(topology, store, streams, memory, about);
  }

  private static MemoryMarks marks(BrokerLimits limits) {
    return MemoryMarks.of(
        Runtime.getRuntime().maxMemory(),
        limits.memoryShare(),
        limits.lowMarkShare(),
        limits.heldShare());
  }

  private static About about(Transport transport, StoreProvider provider) {
    InstantSource clock = InstantSource.system();
    return new About(
        product(),
        transport.name(),
        provider.name(),
        provider.capabilities(),
        clock,
        clock.instant());
  }

  private static String product() {
    return "bbq/" + Version.number();
  }

  @Override
  public InetSocketAddress address() {
    return server.address();
  }

  @Override
  public String transport() {
    return transportName;
  }

  @Override
  public String store() {
    return storeName;
  }

  @Override
  public BrokerMetrics metrics() {
    return BrokerMetrics.of(connections.overview());
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(10));
  }

  @Override
  public void renew(TlsConfig tls) {
    try {
      server.renew(tls);
      if (proofs.isPresent()) {
        proofs.get().trust(tls.trusted());
      }
    } catch (TransportException | GeneralSecurityException e) {
      throw new BrokerException(
          "can't renew the certificates: transport=%s, reason=%s"
              .formatted(transportName, e.getMessage()),
          e);
    }
    LOGGER.log(Level.INFO, () -> "certificates renewed: address=" + LogText.address(address()));
  }

  @Override
  public boolean close(Duration timeout) {
    if (!closing.compareAndSet(false, true)) {
      return closed.join();
    }
    boolean graceful = false;
    try {
      graceful = shutDown(Deadline.in(timeout));
      boolean all = graceful;
      LOGGER.log(
          Level.INFO,
          () ->
              "broker stopped: address=%s, graceful=%s".formatted(LogText.address(address()), all));
    } finally {
      timer.shutdownNow();
      closed.complete(graceful);
    }
    return graceful;
  }

  private boolean shutDown(Deadline deadline) {
    LOGGER.log(
        Level.INFO,
        () ->
            "broker stopping: address=%s, connections=%d, timeoutMs=%d"
                .formatted(
                    LogText.address(address()), connections.count(), deadline.left().toMillis()));
    boolean disconnected = false;
    try {
      disconnected = disconnect(deadline);
    } catch (RuntimeException broken) { // a transport that throws: the store is closed all the same
      LOGGER.log(Level.ERROR, "connections not closed: transport=" + transportName, broken);
    }
    if (!survivesRestart) {
      Discarded.in(topology).log(LOGGER);
    }
    return await(close(store), deadline.leftAtLeast(STORE_CLOSE)) && disconnected;
  }

  private boolean disconnect(Deadline deadline) {
    server.stopAccepting();
    boolean drained = new Drain(connections, topology, survivesRestart).run(deadline);
    LOGGER.log(
        drained ? Level.INFO : Level.WARNING,
        () ->
            "broker %s: connections=%d, unsettled=%d"
                .formatted(
                    drained ? "drained" : "not drained in time",
                    connections.count(),
                    topology.totals().unacked()));
    connections.farewell();
    await(connections.gone(), deadline.leftAtMost(FAREWELL));
    return server.close(SHUTTING_DOWN.number(), deadline.left()) && drained;
  }

  private static boolean await(CompletableFuture<?> future, Duration timeout) {
    try {
      future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
