// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportException;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A client: two sockets and one thread, which all its connections share. */
final class NettyClient implements TransportClient {

  private final ClientConfig config;
  private final PeerVerifier verifier;
  private final Set<QuicChannel> connections = ConcurrentHashMap.newKeySet();
  private final Ending ending;
  private final ClientSockets sockets;

  private NettyClient(ClientConfig config, EventLoopGroup group) throws TransportException {
    this.config = config;
    verifier = PeerVerifier.trusting(config.tls());
    QuicSslContext tls = Tls.client(config.tls(), verifier);
    sockets = new ClientSockets(bind(group, tls, Reach.LOOPBACK), bind(group, tls, Reach.NETWORK));
    ending = new Ending(group, connections);
    ending.add(sockets.near());
    ending.add(sockets.far());
  }

  private Channel bind(EventLoopGroup group, QuicSslContext tls, Reach reach)
      throws TransportException {
    var codec =
        QuicSettings.apply(new QuicClientCodecBuilder(), config.limits(), reach)
            .sslEngineProvider(channel -> ConnectAttempt.engine(tls, channel));
    return Sockets.bind(group, new InetSocketAddress(0), reach, false, codec.build());
  }

  /** Creates and starts a client. */
  static NettyClient create(ClientConfig config) throws TransportException {
    EventLoopGroup group = Sockets.group(1, "bbq-netty-client");
    try {
      return new NettyClient(config, group);
    } catch (TransportException | RuntimeException e) {
      Ending.shutDown(group);
      throw e;
    }
  }

  @Override
  public CompletionStage<TransportConnection> connect(
      String host, int port, ConnectionHandler handler) {
    if (host.isEmpty() || port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "target out of range: host=%s, port=%d".formatted(host, port));
    }
    return new ConnectAttempt(host, port, handler, config.limits(), verifier, sockets, connections)
        .start();
  }

  @Override
  public boolean close(long code, Duration timeout) {
    return ending.close(Codes.toInt(code), timeout);
  }
}
