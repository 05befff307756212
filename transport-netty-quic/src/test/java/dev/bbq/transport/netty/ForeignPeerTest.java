// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.Refusal;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.transport.TransportServer;
import dev.bbq.tck.transport.Pki;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What peers meet that are no BBQ. */
@Timeout(30)
final class ForeignPeerTest {

  private static final int CERTIFICATE_REQUIRED = 116;
  private static final int NO_APPLICATION_PROTOCOL = 120;

  private final Pki pki = new Pki();
  private final AtomicInteger accepted = new AtomicInteger();
  private final List<Refusal> refused = new CopyOnWriteArrayList<>();
  private final FirstAnswer firstAnswer = new FirstAnswer();
  private EventLoopGroup group;

  @BeforeEach
  void open() {
    group = Sockets.group(1, "foreign");
  }

  @AfterEach
  void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void shouldRefuseClientWithoutCertificate() throws Exception {
    var tls = QuicSslContextBuilder.forClient().applicationProtocols("bbq");
    assertThat(alertFor(tls)).isEqualTo(CERTIFICATE_REQUIRED);
    assertThat(accepted).hasValue(0);
    assertThat(refused).extracting(Refusal::reason).containsExactly("no certificate shown");
    assertThat(refused).extracting(Refusal::identity).containsExactly(Optional.empty());
  }

  @Test
  void shouldRefuseClientOfAnotherProtocol() throws Exception {
    var tls =
        QuicSslContextBuilder.forClient()
            .keyManager(new OwnIdentity(pki.client()), null)
            .applicationProtocols("h3", "h3-29");
    assertThat(alertFor(tls)).isEqualTo(NO_APPLICATION_PROTOCOL);
    assertThat(accepted).hasValue(0);
    assertThat(refused)
        .extracting(Refusal::reason)
        .containsExactly("no application protocol in common: ours=bbq");
  }

  @Test
  void shouldAcceptClientOfSeveralProtocols() throws Exception {
    connectWithSeveralProtocols();
    assertThat(accepted).hasValue(1);
  }

  private void connectWithSeveralProtocols() throws Exception {
    var tls =
        QuicSslContextBuilder.forClient()
            .keyManager(new OwnIdentity(pki.client()), null)
            .applicationProtocols("h3", "bbq");
    TransportServer server = listen();
    try {
      connect(tls, server.address(), new CompletableFuture<>());
    } finally {
      server.close(0, Duration.ofSeconds(5));
    }
  }

  @Test
  void shouldDemandProofOfAddressBeforeAnythingElse() throws Exception {
    connectWithSeveralProtocols();
    assertThat(firstAnswer.packet[0] & 0xF0).as("type, Retry").isEqualTo(0xF0);
    assertThat(firstAnswer.packet.length).isLessThan(200);
  }

  @Test
  void shouldTellNothingOfHandshakesThatFallSilent() throws Exception {
    TransportServer server = listen();
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      byte[] opening = firstPacketOfClient();
      byte[] answer = new byte[1500];
      for (int i = 0; i < 300; i++) { // one after the other, so that none is lost
        opening[9]++; // another connection id
        socket.send(new java.net.DatagramPacket(opening, opening.length, server.address()));
        socket.receive(new java.net.DatagramPacket(answer, answer.length));
        assertThat(answer[0] & 0xF0).as("type, Retry").isEqualTo(0xF0);
      }
    } finally {
      server.close(0, Duration.ofSeconds(5));
    }
    assertThat(refused).isEmpty();
  }

  private byte[] firstPacketOfClient() throws Exception {
    TransportClient client =
        new NettyQuicTransport().client(new ClientConfig(pki.client(), TransportLimits.DEFAULT));
    try (var deaf = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      deaf.setSoTimeout(10_000);
      client.connect("127.0.0.1", deaf.getLocalPort(), Unheard.CONNECTION);
      var packet = new java.net.DatagramPacket(new byte[1500], 1500);
      deaf.receive(packet);
      return Arrays.copyOf(packet.getData(), packet.getLength());
    } finally {
      client.close(0, Duration.ofSeconds(5));
    }
  }

  @Test
  void shouldNotConnectToServerOfAnotherProtocol() throws Exception {
    TlsConfig own = pki.server();
    var tls =
        QuicSslContextBuilder.forServer(new OwnIdentity(own), null).applicationProtocols("h3");
    var codec = new QuicServerCodecBuilder().sslContext(tls.build()).handler(new Silent()).build();
    Channel socket =
        Sockets.bind(
            group,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Reach.LOOPBACK,
            false,
            codec);
    int port = ((InetSocketAddress) socket.localAddress()).getPort();
    TransportClient client =
        new NettyQuicTransport().client(new ClientConfig(pki.client(), TransportLimits.DEFAULT));
    try {
      var connecting = client.connect("127.0.0.1", port, Unheard.CONNECTION).toCompletableFuture();
      assertThatThrownBy(() -> connecting.get(10, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.FAILURE))
          .hasMessage(
              "connection refused: host=127.0.0.1, port=%d, refused by the peer's TLS: alert=120, meaning=no common application protocol"
                  .formatted(port));
    } finally {
      client.close(0, Duration.ofSeconds(5));
      socket.close();
    }
  }

  private int alertFor(QuicSslContextBuilder tls) throws Exception {
    TransportServer server = listen();
    var alert = new CompletableFuture<Integer>();
    try {
      connect(tls, server.address(), alert);
      return alert.get(10, TimeUnit.SECONDS);
    } finally {
      server.close(0, Duration.ofSeconds(5));
    }
  }

  private TransportServer listen() throws TransportException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new NettyQuicTransport()
        .listen(
            new ServerConfig(address, pki.server(), TransportLimits.DEFAULT, 1),
            new Transport.Acceptor() {
              @Override
              public ConnectionHandler accept(TransportConnection connection) {
                accepted.incrementAndGet();
                return Unheard.CONNECTION;
              }

              @Override
              public void onRefused(Refusal refusal) {
                refused.add(refusal);
              }
            });
  }

  private void connect(
      QuicSslContextBuilder tls, InetSocketAddress server, CompletableFuture<Integer> alert)
      throws Exception {
    var context =
        tls.trustManager(new X509Certificate[] {pki.ca()})
            .endpointIdentificationAlgorithm(null)
            .build();
    var codec =
        QuicSettings.apply(new QuicClientCodecBuilder(), TransportLimits.DEFAULT, Reach.LOOPBACK)
            .sslContext(context)
            .build();
    Channel socket =
        Sockets.bind(
            group,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Reach.LOOPBACK,
            false,
            codec);
    socket.pipeline().addFirst(firstAnswer);
    QuicChannel.newBootstrap(socket)
        .remoteAddress(server)
        .handler(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void userEventTriggered(ChannelHandlerContext context, Object event) {
                if (event instanceof QuicConnectionCloseEvent closed) {
                  alert.complete(QuicConnectionCloseEvent.extractTlsError(closed.error()));
                }
              }

              @Override
              public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {}
            })
        .connect()
        .await(10, TimeUnit.SECONDS);
    if (!alert.isDone()) {
      awaitAccepted();
    }
  }

  private void awaitAccepted() {
    long endNs = System.nanoTime() + 500_000_000L;
    while (accepted.get() == 0 && System.nanoTime() < endNs) {
      Thread.onSpinWait();
    }
  }

  /** Keeps the first packet that comes. */
  private static final class FirstAnswer extends ChannelInboundHandlerAdapter {
    private volatile byte[] packet;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (packet == null) {
        packet = ByteBufUtil.getBytes(((DatagramPacket) message).content());
      }
      context.fireChannelRead(message);
    }
  }

  /** Says nothing of failures. */
  private static final class Silent extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {}
  }
}
