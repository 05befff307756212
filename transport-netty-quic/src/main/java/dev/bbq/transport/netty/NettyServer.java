// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.Transport.Acceptor;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportServer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicCodecDispatcher;
import io.netty.handler.codec.quic.QuicConnectionIdGenerator;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A listening server: one socket for each of its threads, all on one port. */
final class NettyServer implements TransportServer {

  // How many addresses a client may have in the life of a connection; quiche keeps something of
  // each.
  private static final int MOST_ADDRESSES = 32;

  private final ServerConfig config;
  private final Refusals refusals;
  private final Acceptor acceptor;
  private final Set<QuicChannel> connections = ConcurrentHashMap.newKeySet();
  private final byte[] retryKey;
  private final byte[] resetKey;
  private final Reach reach;
  private final Ending ending;
  private volatile Credentials credentials;
  private volatile InetSocketAddress address;
  private volatile boolean accepting = true;

  private NettyServer(
      ServerConfig config, Acceptor acceptor, EventLoopGroup group, SecureRandom random)
      throws TransportException {
    this.config = config;
    this.acceptor = acceptor;
    refusals = new Refusals(acceptor, System::nanoTime);
    credentials = Credentials.of(config.tls());
    retryKey = key(random);
    resetKey = key(random);
    ending = new Ending(group, connections);
    address = config.address();
    reach = Reach.of(address.getAddress());
  }

  /** Binds and starts a server. */
  static NettyServer listen(ServerConfig config, Acceptor acceptor) throws TransportException {
    int threads = Sockets.canSharePort() ? config.ioThreads() : 1;
    EventLoopGroup group = Sockets.group(threads, "bbq-netty-server");
    try {
      var server = new NettyServer(config, acceptor, group, new SecureRandom());
      server.bind(group, threads);
      return server;
    } catch (TransportException | RuntimeException e) {
      Ending.shutDown(group);
      throw e;
    }
  }

  private void bind(EventLoopGroup group, int threads) throws TransportException {
    ChannelHandler handler = threads == 1 ? new SocketSetUp() : new Dispatcher();
    for (int i = 0; i < threads; i++) {
      Channel socket = Sockets.bind(group, address, reach, threads > 1, handler);
      ending.add(socket);
      address = (InetSocketAddress) socket.localAddress();
    }
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public void stopAccepting() {
    accepting = false;
  }

  @Override
  public void renew(TlsConfig tls) throws TransportException {
    credentials = Credentials.of(tls);
  }

  @Override
  public boolean close(long code, Duration timeout) {
    stopAccepting();
    return ending.close(Codes.toInt(code), timeout);
  }

  private static byte[] key(SecureRandom random) {
    byte[] key = new byte[Hmacs.KEY_BYTES];
    random.nextBytes(key);
    return key;
  }

  private boolean isWelcome(InetSocketAddress client) {
    int most = config.limits().maxConnections();
    if (accepting && connections.size() < most) {
      return true;
    }
    refusals.turnedAway(
        client, accepting ? "too many connections: limit=" + most : "server accepts no more");
    return false;
  }

  private QuicServerCodecBuilder codec() {
    var builder = new QuicServerCodecBuilder();
    return QuicSettings.apply(builder, config.limits(), reach)
        .sslEngineProvider(channel -> credentials.tls().newEngine(channel.alloc()))
        .activeConnectionIdLimit(MOST_ADDRESSES)
        .tokenHandler(new RetryTokens(retryKey, System::nanoTime, this::isWelcome))
        .resetTokenGenerator(new ResetTokens(resetKey))
        .handler(new ConnectionSetUp());
  }

  /** The set-up of the one socket of a server with one thread. */
  private final class SocketSetUp extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel socket) {
      socket
          .pipeline()
          .addLast(
              codec()
                  .connectionIdAddressGenerator(QuicConnectionIdGenerator.randomGenerator())
                  .build());
    }
  }

  /**
   * The set-up of several sockets: the kernel deals packets out by their addresses, and this hands
   * those of a client whose address has changed to the thread that knows it.
   */
  private final class Dispatcher extends QuicCodecDispatcher {
    @Override
    protected void initChannel(
        Channel socket, int localConnectionIdLength, QuicConnectionIdGenerator ids) {
      socket
          .pipeline()
          .addLast(
              codec()
                  .localConnectionIdLength(localConnectionIdLength)
                  .connectionIdAddressGenerator(ids)
                  .build());
    }
  }

  /** The set-up of each connection. */
  @ChannelHandler.Sharable
  private final class ConnectionSetUp extends ChannelInitializer<QuicChannel> {
    @Override
    protected void initChannel(QuicChannel channel) {
      connections.add(channel);
      channel.closeFuture().addListener(closed -> connections.remove(channel));
      channel
          .pipeline()
          .addLast(
              new ServerHandshake(
                  acceptor, refusals, credentials.verifier(), config.limits().handshakeTimeout()));
    }
  }

  /**
   * What handshakes show and how they judge what they are shown.
   *
   * <p>The native memory of a context is freed by its finalizer, thus not before the last
   * connection that was made with it has gone.
   */
  private record Credentials(PeerVerifier verifier, QuicSslContext tls) {
    static Credentials of(TlsConfig config) throws TransportException {
      var verifier = PeerVerifier.trusting(config);
      return new Credentials(verifier, Tls.server(config, verifier));
    }
  }
}
