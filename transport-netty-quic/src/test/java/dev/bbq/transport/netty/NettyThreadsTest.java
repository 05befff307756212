// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.transport.TransportServer;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.tck.transport.Pki;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Where callbacks run, and what comes of those that fail. */
@Timeout(30)
final class NettyThreadsTest {

  private final Pki pki = new Pki();
  private final Set<String> threads = ConcurrentHashMap.newKeySet();
  private final List<TransportClient> clients = new ArrayList<>();
  private TransportServer server;

  @AfterEach
  void close() {
    clients.forEach(client -> client.close(0, Duration.ofSeconds(5)));
    server.close(0, Duration.ofSeconds(5));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldSpreadConnectionsOverThreads() throws Exception {
    listen(2, Unheard.CONNECTION);
    for (int i = 0; i < 32; i++) {
      connect(new Closing());
    }
    long endNs = System.nanoTime() + 10_000_000_000L;
    while (threads.size() < 2 && System.nanoTime() < endNs) {
      Thread.onSpinWait();
    }
    assertThat(threads).hasSize(2).allMatch(name -> name.startsWith("bbq-netty-server-"));
  }

  @Test
  void shouldRunClientsCallbacksInNamedThread() throws Exception {
    listen(1, Unheard.CONNECTION);
    TransportConnection connection = connect(new Closing());
    var name = new CompletableFuture<String>();
    connection.execute(() -> name.complete(Thread.currentThread().getName()));
    assertThat(name.get(5, TimeUnit.SECONDS)).startsWith("bbq-netty-client-");
  }

  @Test
  void shouldEndOnlyTheConnectionWhoseHandlerFails() throws Exception {
    listen(
        1,
        new Closing() {
          @Override
          public StreamHandler onStream(TransportStream stream) {
            throw new IllegalStateException("planted");
          }
        });
    var failing = new Closing();
    var other = new Closing();
    connect(other);
    TransportConnection connection = connect(failing);
    connection.execute(
        () -> {
          TransportStream stream = connection.tryOpenStream(Unheard.STREAM);
          stream.output(1).put((byte) 1);
          stream.flush();
        });
    CloseCause cause = failing.closed.get(10, TimeUnit.SECONDS);
    assertThat(cause.kind()).isEqualTo(CloseCause.Kind.FAILURE);
    assertThat(cause.code()).isEqualTo(1);
    assertThat(other.closed).isNotDone();
  }

  private void listen(int ioThreads, ConnectionHandler handler) throws Exception {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server =
        new NettyQuicTransport()
            .listen(
                new ServerConfig(address, pki.server(), TransportLimits.DEFAULT, ioThreads),
                connection -> {
                  threads.add(Thread.currentThread().getName());
                  return handler;
                });
  }

  private TransportConnection connect(ConnectionHandler handler) throws Exception {
    TransportClient client =
        new NettyQuicTransport().client(new ClientConfig(pki.client(), TransportLimits.DEFAULT));
    clients.add(client);
    return client
        .connect("127.0.0.1", server.address().getPort(), handler)
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  /** Keeps the end of a connection. */
  private static class Closing implements ConnectionHandler {
    private final CompletableFuture<CloseCause> closed = new CompletableFuture<>();

    @Override
    public StreamHandler onStream(TransportStream stream) {
      return Unheard.STREAM;
    }

    @Override
    public void onStreamCredit() {}

    @Override
    public void onClosed(CloseCause cause) {
      closed.complete(cause);
    }
  }
}
