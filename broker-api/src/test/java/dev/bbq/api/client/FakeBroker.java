// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ClientOptions;
import dev.bbq.api.ReconnectPolicy;
import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportServer;
import dev.bbq.api.wire.Block;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A transport within this JVM whose other end is the test: it plays the broker. Each connection has
 * a thread of its own as its context.
 */
final class FakeBroker implements Transport, TransportClient, AutoCloseable {

  static final Block.Welcome WELCOME =
      new Block.Welcome(1, "fake", TestIdentity.NAME, 1 << 20, 65_536, 8000);

  private final BlockingQueue<FakeConnection> connections = new LinkedBlockingQueue<>();
  private final List<FakeConnection> all = new CopyOnWriteArrayList<>();
  private final List<ExecutorService> contexts = new CopyOnWriteArrayList<>();
  private volatile List<Block.Response> greeting = List.of(WELCOME);
  private volatile @Nullable TransportException unreachable;
  private volatile boolean deaf;
  private volatile boolean closed;

  /** Sets what is answered to HELO. */
  FakeBroker greets(Block.Response... blocks) {
    greeting = List.of(blocks);
    return this;
  }

  /** Has connecting fail. */
  FakeBroker unreachable(TransportException why) {
    unreachable = why;
    return this;
  }

  /** Has connecting never end. */
  FakeBroker deaf() {
    deaf = true;
    return this;
  }

  /** Connects a client. */
  Client connect() {
    return connect(options().build());
  }

  Client connect(ClientOptions options) {
    return Client.connect(options, this);
  }

  static ClientOptions.Builder options() {
    return ClientOptions.builder()
        .server("broker.test", 6789)
        .tls(TestIdentity.tls())
        .reconnect(ReconnectPolicy.NEVER)
        .closeTimeout(Duration.ofMillis(200));
  }

  /** Returns the options of a client that connects again soon. */
  static ClientOptions.Builder reconnecting() {
    return options()
        .reconnect(ReconnectPolicy.DEFAULT.withDelays(Duration.ofMillis(1), Duration.ofMillis(20)));
  }

  /** Returns the next connection that a client has made. */
  FakeConnection nextConnection() {
    try {
      FakeConnection connection = connections.poll(10, TimeUnit.SECONDS);
      assertThat(connection).as("next connection").isNotNull();
      return connection;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the next connection, without its control stream. */
  FakeConnection nextGreeted() {
    FakeConnection connection = nextConnection();
    connection.nextStream();
    return connection;
  }

  List<Block.Response> greeting() {
    return greeting;
  }

  /** Tells whether the client has closed its end of the transport. */
  boolean isClosed() {
    return closed;
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Set<TransportCapability> capabilities() {
    return Set.of(TransportCapability.RESET_CODES);
  }

  @Override
  public TransportServer listen(ServerConfig config, Acceptor acceptor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TransportClient client(ClientConfig config) {
    return this;
  }

  @Override
  public CompletionStage<TransportConnection> connect(
      String host, int port, ConnectionHandler handler) {
    TransportException why = unreachable;
    if (why != null) {
      return CompletableFuture.failedFuture(why);
    }
    CompletableFuture<TransportConnection> stage = new CompletableFuture<>();
    if (!deaf) {
      CompletableFuture<Thread> thread = new CompletableFuture<>();
      ExecutorService context =
          Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("fake").factory());
      contexts.add(context);
      context.execute(() -> thread.complete(Thread.currentThread()));
      FakeConnection connection = new FakeConnection(this, context, thread.join(), handler);
      all.add(connection);
      connections.add(connection);
      context.execute(() -> stage.complete(connection));
    }
    return stage;
  }

  @Override
  public boolean close(long code, Duration timeout) {
    closed = true;
    for (FakeConnection connection : all) {
      connection.close(code, "");
      connection.awaitClosed();
    }
    return true;
  }

  /** Ends the threads. */
  @Override
  public void close() {
    for (FakeConnection connection : all) {
      connection.lose(CloseCause.Kind.FAILURE, 0, "test is over");
    }
    contexts.forEach(ExecutorService::shutdown);
  }
}
