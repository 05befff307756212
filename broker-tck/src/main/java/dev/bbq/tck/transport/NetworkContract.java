// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.transport.TransportStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections stand a bad network, and end in time where there is none left. */
@Timeout(120)
abstract class NetworkContract extends TransportContract {

  private static final Duration IDLE = Duration.ofSeconds(3);
  private static final Duration HANDSHAKE = Duration.ofSeconds(4);
  private static final TransportLimits LIMITS =
      new TransportLimits(IDLE, HANDSHAKE, 100, 256 << 10, 1 << 20, 1);

  private Ends ends;
  private UdpProxy proxy;

  /** Says whether there are packets that can get lost. */
  protected boolean usesUdp() {
    return true;
  }

  /** Returns how many threads serve the server's port. */
  protected int ioThreads() {
    return 1;
  }

  @BeforeEach
  void open() throws Exception {
    assumeTrue(usesUdp(), "transport without UDP: no packets to lose");
    var pki = new Pki();
    ends = Ends.open(transport(), pki.server(), pki.client(), LIMITS, ioThreads());
    proxy = new UdpProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), ends.port()));
  }

  @AfterEach
  void close() throws Exception {
    if (usesUdp()) {
      ends.close();
      proxy.close();
    }
  }

  @Test
  @Proves(TransportSentence.DATA)
  void shouldLoseNothingWhenPacketsGetLost() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed=" + seed);
    var random = new Random(seed);
    ConnectionProbe client = ends.connect("127.0.0.1", proxy.port());
    proxy.fate((toServer, number) -> random.nextInt(100) >= 3);
    ends.accepted()
        .onAccept(
            stream ->
                stream.onEnd(
                    ended -> {
                      ended.put(ended.received());
                      ended.stream().finish();
                    }));
    List<StreamProbe> streams = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      StreamProbe stream = client.open();
      stream.sendAndFinish(Data.random(20_000 * i, i));
      streams.add(stream);
    }
    for (int i = 0; i < streams.size(); i++) {
      streams.get(i).awaitEvent("closed");
      assertThat(streams.get(i).received()).isEqualTo(Data.random(20_000 * i, i));
    }
  }

  @Test
  @Proves(TransportSentence.FINISHED)
  void shouldRepeatEndThatGotLostBehindItsData() throws Exception {
    ConnectionProbe client = ends.connect("127.0.0.1", proxy.port());
    ConnectionProbe server = ends.accepted();
    Executor afterData = CompletableFuture.delayedExecutor(3, TimeUnit.MILLISECONDS);
    Executor later = CompletableFuture.delayedExecutor(150, TimeUnit.MILLISECONDS);
    Runnable loseAnswers =
        () -> {
          proxy.fate((toServer, number) -> toServer);
          later.execute(() -> proxy.fate((toServer, number) -> true));
        };
    server.onAccept(
        stream ->
            stream.onEnd(
                ended -> {
                  ended.put(new byte[10]);
                  ended.stream().flush();
                  afterData.execute(
                      () ->
                          server
                              .connection()
                              .execute(
                                  () -> {
                                    loseAnswers.run();
                                    ended.stream().finish();
                                  }));
                }));
    for (int i = 0; i < 5; i++) {
      StreamProbe request = client.open();
      request.sendAndFinish(new byte[1]);
      request.awaitEvent("finished");
    }
  }

  @Test
  @Proves(TransportSentence.MIGRATION)
  @Needs(TransportCapability.MIGRATION)
  void shouldSurviveChangeOfClientsAddress() throws Exception {
    ConnectionProbe client = ends.connect("127.0.0.1", proxy.port());
    ConnectionProbe server = ends.accepted();
    for (int i = 0; i < 3; i++) {
      StreamProbe request = client.open();
      request.sendAndFinish(Data.random(100_000, i));
      StreamProbe served = server.next();
      served.awaitEvent("finished");
      proxy.rebind();
      served.sendAndFinish(new byte[1]);
      StreamProbe after = client.open();
      after.sendAndFinish(Data.random(1000, i));
      StreamProbe servedAfter = server.next();
      servedAfter.awaitEvent("finished");
      servedAfter.sendAndFinish(Data.random(200_000, i));
      after.awaitEvent("closed");
      request.awaitEvent("closed");
      assertThat(after.received()).isEqualTo(Data.random(200_000, i));
    }
    assertThat(client.isClosed()).isFalse();
  }

  @Test
  @Proves(TransportSentence.IDLE_TIMEOUT)
  void shouldNoticeDeadPeerOnBothSidesInTime() throws Exception {
    ConnectionProbe client = ends.connect("127.0.0.1", proxy.port());
    ConnectionProbe server = ends.accepted();
    StreamProbe request = client.open();
    request.send(new byte[100]);
    StreamProbe served = server.next();
    served.awaitBytes(100);
    proxy.fate((toServer, number) -> false);
    long startNs = System.nanoTime();
    request.send(new byte[1 << 20]);
    served.send(new byte[1 << 20]);
    assertThat(client.awaitClosed().kind()).isEqualTo(CloseCause.Kind.IDLE_TIMEOUT);
    assertThat(server.awaitClosed().kind()).isEqualTo(CloseCause.Kind.IDLE_TIMEOUT);
    assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(IDLE.multipliedBy(3));
    assertThat(request.count("closed")).isEqualTo(1);
    assertThat(served.count("closed")).isEqualTo(1);
  }

  @Test
  @Proves(TransportSentence.HANDSHAKE_TIMEOUT)
  void shouldForgetHandshakeThatGoesNoFurther() throws Exception {
    // What the server sends is lost behind its demand for a token, so its handshake hangs and fills
    // its one place.
    proxy.fate((toServer, number) -> toServer || number == 0);
    var hanging = new CompletableFuture<Throwable>();
    ends.client()
        .connect("127.0.0.1", proxy.port(), new ConnectionProbe())
        .whenComplete((connection, failure) -> hanging.complete(failure));
    assertThat(hanging.get(20, TimeUnit.SECONDS)).hasMessageContaining("server did not answer");
    long endNs = System.nanoTime() + 20_000_000_000L;
    @Nullable ConnectionProbe next = null;
    while (next == null && System.nanoTime() < endNs) {
      next = tryConnect();
    }
    assertThat(next).isNotNull();
    requireNonNull(next).open().act(TransportStream::finish);
    ends.accepted().next().awaitEvent("finished");
  }

  private @Nullable ConnectionProbe tryConnect() {
    try {
      return ends.connect();
    } catch (dev.bbq.api.transport.TransportException e) {
      return null;
    }
  }
}
