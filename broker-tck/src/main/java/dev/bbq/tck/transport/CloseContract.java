// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.transport.TransportStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections end once, for a reason, in time; and what served them ends with them. */
@Timeout(60)
abstract class CloseContract extends TransportContract {

  private static final TransportLimits LONG =
      new TransportLimits(
          Duration.ofSeconds(20), Duration.ofSeconds(3), 100, 64 << 10, 256 << 10, 2);
  private static final Duration IDLE = Duration.ofMillis(1500);

  private final Pki pki = new Pki();

  @Test
  @Proves({TransportSentence.CLOSE_CODE, TransportSentence.CLOSE_REASON})
  void shouldTellCodeAndReasonOfClientToServer() throws Exception {
    try (var ends = Ends.open(transport(), pki, LONG)) {
      ConnectionProbe client = ends.connect();
      ConnectionProbe server = ends.accepted();
      client.connection().close(42, "enough");
      assertThat(server.awaitClosed())
          .isEqualTo(new CloseCause(CloseCause.Kind.PEER, 42, "enough"));
      assertThat(client.awaitClosed())
          .isEqualTo(new CloseCause(CloseCause.Kind.LOCAL, 42, "enough"));
    }
  }

  @Test
  @Proves(TransportSentence.CLOSE_CODE)
  void shouldTellCodeAndReasonOfServerToClient() throws Exception {
    try (var ends = Ends.open(transport(), pki, LONG)) {
      ConnectionProbe client = ends.connect();
      ends.accepted().connection().close(7, "");
      assertThat(client.awaitClosed()).isEqualTo(new CloseCause(CloseCause.Kind.PEER, 7, ""));
    }
  }

  @Test
  @Proves(TransportSentence.CLOSE_REASON)
  void shouldCutLongReasonBetweenCharacters() throws Exception {
    try (var ends = Ends.open(transport(), pki, LONG)) {
      ConnectionProbe client = ends.connect();
      client.connection().close(1, "x" + "ü".repeat(200));
      assertThat(ends.accepted().awaitClosed().reason()).isEqualTo("x" + "ü".repeat(127));
    }
  }

  @Test
  @Proves(TransportSentence.DATA_BEFORE_CLOSE)
  @Needs(TransportCapability.DATA_BEFORE_CLOSE)
  void shouldDeliverDataThatCameBeforeClose() throws Exception {
    try (var ends = Ends.open(transport(), pki, LONG)) {
      ConnectionProbe client = ends.connect();
      StreamProbe request = client.open();
      request.send(new byte[100]);
      client.connection().close(1, "");
      ConnectionProbe server = ends.accepted();
      server.awaitClosed();
      assertThat(server.next().receivedBytes()).isEqualTo(100);
    }
  }

  @Test
  @Proves({TransportSentence.CLOSED_LAST, TransportSentence.STREAM_CLOSED})
  void shouldCloseEveryStreamOnceBeforeConnection() throws Exception {
    try (var ends = Ends.open(transport(), pki, LONG)) {
      ConnectionProbe client = ends.connect();
      List<StreamProbe> streams = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        StreamProbe stream = client.open();
        stream.send(new byte[i * 10_000 + 1]);
        if (i % 3 == 0) {
          stream.act(open -> open.reset(1));
        } else if (i % 3 == 1) {
          stream.act(open -> open.stopReading(1));
        }
        streams.add(stream);
      }
      ConnectionProbe server = ends.accepted();
      server.next();
      server.connection().close(3, "");
      server.awaitClosed();
      client.awaitClosed();
      client.run(() -> {}); // behind the last callback, and one that comes again
      assertThat(client.streamsOpenAtClose()).isZero();
      assertThat(server.streamsOpenAtClose()).isZero();
      assertThat(streams).allMatch(stream -> stream.count("closed") == 1);
      assertThat(client.closes()).isEqualTo(1);
      assertThat(client.faults()).isEmpty();
    }
  }

  @Test
  @Proves(TransportSentence.CLOSED_LAST)
  void shouldTellNothingMoreWhenClosedWithinCallback() throws Exception {
    try (var ends = Ends.open(transport(), pki, LONG)) {
      ConnectionProbe client = ends.connect();
      ConnectionProbe server = ends.accepted();
      server.onAccept(
          stream -> stream.onBurst(served -> server.connection().close(5, "within callback")));
      client.run(
          () -> {
            for (int i = 0; i < 20; i++) {
              TransportStream stream = client.connection().tryOpenStream(new StreamProbe(client));
              if (stream == null) {
                return; // closed already
              }
              stream.output(3000).put(new byte[3000]);
              stream.flush();
            }
          });
      assertThat(client.awaitClosed())
          .isEqualTo(new CloseCause(CloseCause.Kind.PEER, 5, "within callback"));
      assertThat(server.awaitClosed())
          .isEqualTo(new CloseCause(CloseCause.Kind.LOCAL, 5, "within callback"));
      assertThat(server.streamsOpenAtClose()).isZero();
    }
  }

  @Test
  @Proves({TransportSentence.CLOSE_ONCE, TransportSentence.AFTER_END})
  void shouldIgnoreCallsAfterClose() throws Exception {
    try (var ends = Ends.open(transport(), pki, LONG)) {
      ConnectionProbe client = ends.connect();
      StreamProbe stream = client.open();
      stream.send(new byte[1]);
      ends.accepted().connection().close(3, "");
      client.awaitClosed();
      stream.act(
          open -> {
            open.output(100).put((byte) 1);
            open.flush();
            open.pauseReading();
            open.resumeReading();
            open.finish();
            open.reset(1);
            open.stopReading(1);
          });
      client.connection().close(9, "again");
      client.run(() -> {}); // behind what it might have told
      assertThat(client.closes()).isEqualTo(1);
      assertThat(stream.count("closed")).isEqualTo(1);
    }
  }

  @Test
  @Proves(TransportSentence.IDLE_TIMEOUT)
  void shouldEndIdleConnectionWithinBound() throws Exception {
    try (var ends = Ends.open(transport(), pki, LONG.withIdleTimeout(IDLE))) {
      long startNs = System.nanoTime();
      ConnectionProbe client = ends.connect();
      ConnectionProbe server = ends.accepted();
      assertThat(client.awaitClosed().kind()).isEqualTo(CloseCause.Kind.IDLE_TIMEOUT);
      assertThat(server.awaitClosed().kind()).isEqualTo(CloseCause.Kind.IDLE_TIMEOUT);
      assertThat(Duration.ofNanos(System.nanoTime() - startNs))
          .isBetween(IDLE.minusMillis(100), IDLE.multipliedBy(4));
    }
  }

  @Test
  @Proves(TransportSentence.CONNECT)
  void shouldTimeOutWhenNobodyListens() throws Exception {
    int port;
    try (var freed = TakenPort.any()) {
      port = freed.number();
    }
    assertTimesOut(port);
  }

  @Test
  @Proves(TransportSentence.CONNECT)
  void shouldTimeOutWhenServerIsMute() throws Exception {
    try (var mute = TakenPort.any()) {
      assertTimesOut(mute.number());
    }
  }

  private void assertTimesOut(int port) throws Exception {
    TransportClient client = transport().client(new ClientConfig(pki.client(), LONG));
    try {
      long startNs = System.nanoTime();
      assertThatThrownBy(() -> Ends.connect(client, "127.0.0.1", port))
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.TIMEOUT))
          .hasMessageStartingWith("server did not answer: host=127.0.0.1, port=" + port);
      assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(8));
    } finally {
      assertThat(client.close(0, Duration.ofSeconds(5))).isTrue();
    }
  }

  @Test
  @Proves(TransportSentence.CONNECT)
  void shouldFailForUnknownHost() throws Exception {
    TransportClient client = transport().client(new ClientConfig(pki.client(), LONG));
    try {
      assertThatThrownBy(() -> Ends.connect(client, "no-such-host.invalid", 1))
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> assertThat(e.kind()).isIn(TransportException.Kind.ADDRESS));
    } finally {
      client.close(0, Duration.ofSeconds(5));
    }
  }

  @Test
  @Proves(TransportSentence.LISTEN_FAILURE)
  void shouldFailWhenAddressIsTaken() throws Exception {
    try (var taken = TakenPort.any()) {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.number());
      var config = new dev.bbq.api.transport.ServerConfig(address, pki.server(), LONG, 1);
      assertThatThrownBy(() -> transport().listen(config, connection -> new ConnectionProbe()))
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.ADDRESS))
          .hasMessageStartingWith("address not bound: address=");
    }
  }

  @Test
  @Proves(TransportSentence.CONNECT)
  void shouldSayThatNobodyAnswersAtClosedPort() throws Exception {
    int port;
    try (var freed = TakenPort.any()) {
      port = freed.number();
    }
    var impatient = LONG.toBuilder().handshakeTimeout(Duration.ofSeconds(1)).build();
    try (var ends = Ends.open(transport(), pki, impatient)) {
      assertThatThrownBy(() -> ends.connect("127.0.0.1", port))
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.TIMEOUT))
          .hasMessage(
              "server did not answer: host=127.0.0.1, port=%d, timeoutMs=1000".formatted(port));
    }
  }

  @Test
  @Proves(TransportSentence.MAX_CONNECTIONS)
  void shouldRefuseConnectionsBeyondLimitUntilOneHasEnded() throws Exception {
    try (var ends = Ends.open(transport(), pki, LONG)) {
      ConnectionProbe first = ends.connect();
      ends.connect();
      assertThatThrownBy(ends::connect).isInstanceOf(TransportException.class);
      assertThat(ends.acceptedCount()).isEqualTo(2);
      ConnectionProbe firstAtServer = ends.accepted();
      first.connection().close(0, "");
      firstAtServer.awaitClosed();
      ends.connect();
    }
  }

  @Test
  @Proves(TransportSentence.STOP_ACCEPTING)
  void shouldRefuseConnectionsWhenAcceptingHasStopped() throws Exception {
    try (var ends = Ends.open(transport(), pki, LONG)) {
      ConnectionProbe first = ends.connect();
      ConnectionProbe server = ends.accepted();
      ends.server().stopAccepting();
      ends.server().stopAccepting();
      assertThatThrownBy(ends::connect).isInstanceOf(TransportException.class);
      first.open().send(new byte[10]);
      server.next().awaitBytes(10);
    }
  }

  @Test
  @Proves({TransportSentence.TASKS_AFTER_CLOSE, TransportSentence.TASKS_REJECTED})
  void shouldRunTasksAfterCloseUntilClientHasEnded() throws Exception {
    ConnectionProbe client;
    try (var ends = Ends.open(transport(), pki, LONG)) {
      client = ends.connect();
      client.connection().close(1, "");
      client.awaitClosed();
      var ran = new CompletableFuture<Boolean>();
      client.connection().execute(() -> ran.complete(true));
      assertThat(ran.get(5, TimeUnit.SECONDS)).isTrue();
    }
    assertThatThrownBy(() -> client.connection().execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    client.connection().close(1, "");
  }

  @Test
  @Proves(TransportSentence.TASK_ORDER)
  void shouldKeepOrderOfTasksOfOneThread() throws Exception {
    try (var ends = Ends.open(transport(), pki, LONG)) {
      ConnectionProbe client = ends.connect();
      List<Integer> order = new ArrayList<>();
      List<Integer> expected = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        int number = i;
        expected.add(i);
        client.connection().execute(() -> order.add(number));
      }
      client.run(() -> assertThat(order).isEqualTo(expected));
    }
  }

  @Test
  @Proves(TransportSentence.SERVER_CLOSE)
  void shouldCloseConnectionsWhenServerCloses() throws Exception {
    try (var ends = Ends.open(transport(), pki, LONG)) {
      ConnectionProbe client = ends.connect();
      ConnectionProbe server = ends.accepted();
      assertThat(ends.server().close(12, Duration.ofSeconds(10))).isTrue();
      assertThat(server.closes()).isEqualTo(1);
      assertThat(server.awaitClosed()).isEqualTo(new CloseCause(CloseCause.Kind.LOCAL, 12, ""));
      assertThat(client.awaitClosed()).isEqualTo(new CloseCause(CloseCause.Kind.PEER, 12, ""));
    }
  }

  @Test
  @Proves(TransportSentence.CLIENT_CLOSE)
  void shouldCloseConnectionsWhenClientCloses() throws Exception {
    try (var ends = Ends.open(transport(), pki, LONG)) {
      ConnectionProbe client = ends.connect();
      ConnectionProbe server = ends.accepted();
      assertThat(ends.client().close(13, Duration.ofSeconds(10))).isTrue();
      assertThat(client.awaitClosed()).isEqualTo(new CloseCause(CloseCause.Kind.LOCAL, 13, ""));
      assertThat(server.awaitClosed()).isEqualTo(new CloseCause(CloseCause.Kind.PEER, 13, ""));
      assertThatThrownBy(ends::connect)
          .isInstanceOf(TransportException.class)
          .hasMessageStartingWith("client closed: host=127.0.0.1");
    }
  }

  @Test
  @Proves(TransportSentence.SERVER_CLOSE)
  void shouldCloseFromWithinCallbackWithoutWaitingForItself() throws Exception {
    try (var ends = Ends.open(transport(), pki, LONG)) {
      ConnectionProbe client = ends.connect();
      ConnectionProbe server = ends.accepted();
      server.run(() -> ends.server().close(1, Duration.ofSeconds(30)));
      client.awaitClosed();
      assertThat(ends.server().close(1, Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  @Proves({TransportSentence.ENDS, TransportSentence.PORT})
  void shouldLeaveNeitherThreadNorPort() throws Exception {
    int port;
    Set<Thread> before = bbqThreads();
    try (var ends = Ends.open(transport(), pki, LONG)) {
      ends.connect().open().send(new byte[10]);
      ends.connect("localhost", ends.port()).open().send(new byte[10]);
      port = ends.port();
      assertThat(bbqThreads()).isNotEmpty();
    }
    for (Thread thread : bbqThreads()) {
      if (!before.contains(thread)) {
        thread.join(5000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
    try (var free = TakenPort.of(port)) {
      assertThat(free.number()).isEqualTo(port);
    }
  }

  @Test
  @Proves(TransportSentence.IO_THREADS)
  void shouldServeConnectionsWithTwoThreads() throws Exception {
    try (var ends =
        Ends.open(transport(), pki.server(), pki.client(), LONG.withMaxConnections(50), 2)) {
      List<TransportClient> clients = new ArrayList<>();
      try {
        for (int i = 0; i < 12; i++) {
          TransportClient client = transport().client(new ClientConfig(pki.client(), LONG));
          clients.add(client);
          ConnectionProbe probe = Ends.connect(client, "127.0.0.1", ends.port());
          ConnectionProbe server = ends.accepted();
          server.onAccept(
              stream ->
                  stream.onEnd(
                      ended -> {
                        ended.put(ended.received());
                        ended.stream().finish();
                      }));
          StreamProbe request = probe.open();
          request.sendAndFinish(Data.random(100_000, i));
          request.awaitEvent("closed");
          assertThat(request.received()).isEqualTo(Data.random(100_000, i));
        }
      } finally {
        clients.forEach(client -> client.close(0, Duration.ofSeconds(5)));
      }
    }
  }

  private static Set<Thread> bbqThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("bbq-"))
        .collect(Collectors.toSet());
  }
}
