// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.support;

import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.Peer;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportServer;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.certs.CertificateAuthority;
import dev.bbq.certs.CertificateRequest;
import dev.bbq.certs.IssuedCertificate;
import dev.bbq.certs.KeyType;
import dev.bbq.transport.netty.NettyQuicTransport;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A transport for tests whose server knows nothing of its clients' certificates: {@code netty-quic}
 * without mutual TLS. In TLS each client shows one and the same certificate, which no test has
 * made, and the server keeps it to itself.
 */
public final class BlindTransport implements Transport {

  /** Its name. */
  public static final String NAME = "blind";

  private static final String SERVICES = "/blind-transport/";
  private static final CertificateAuthority HIDDEN_CA =
      CertificateAuthority.create(
          "hidden CA", KeyType.EC_P256, Clock.systemUTC(), new SecureRandom());
  private static final IssuedCertificate HIDDEN =
      HIDDEN_CA.issue(CertificateRequest.client("hidden"));

  private final Transport seeing = new NettyQuicTransport();

  /** Creates the transport. */
  public BlindTransport() {}

  /** Runs something that finds this transport by its name, beside those that are always there. */
  public static <T> T seen(Supplier<T> action) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URL services = BlindTransport.class.getResource(SERVICES);
    thread.setContextClassLoader(new URLClassLoader(new URL[] {services}, before));
    try {
      return action.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<TransportCapability> capabilities() {
    return Set.of(TransportCapability.MIGRATION, TransportCapability.RESET_CODES);
  }

  @Override
  public TransportServer listen(ServerConfig config, Acceptor acceptor) throws TransportException {
    Server server = new Server(config.tls());
    ServerConfig hiding =
        new ServerConfig(
            config.address(), Server.hiding(config.tls()), config.limits(), config.ioThreads());
    server.seeing =
        seeing.listen(
            hiding,
            connection ->
                acceptor.accept(new BlindConnection(connection, server.tls.chain().get(0))));
    return server;
  }

  @Override
  public TransportClient client(ClientConfig config) throws TransportException {
    TlsConfig hiding = new TlsConfig(HIDDEN.chain(), HIDDEN.key(), config.tls().trusted());
    return seeing.client(new ClientConfig(hiding, config.limits()));
  }

  private static final class Server implements TransportServer {

    private volatile TlsConfig tls;
    private @Nullable TransportServer seeing;

    Server(TlsConfig tls) {
      this.tls = tls;
    }

    static TlsConfig hiding(TlsConfig tls) {
      return new TlsConfig(tls.chain(), tls.key(), List.of(HIDDEN_CA.certificate()));
    }

    private TransportServer seeing() {
      TransportServer server = seeing;
      if (server == null) {
        throw new AssertionError("not listening");
      }
      return server;
    }

    @Override
    public InetSocketAddress address() {
      return seeing().address();
    }

    @Override
    public void stopAccepting() {
      seeing().stopAccepting();
    }

    @Override
    public void renew(TlsConfig renewed) throws TransportException {
      seeing().renew(hiding(renewed));
      tls = renewed;
    }

    @Override
    public boolean close(long code, Duration timeout) {
      return seeing().close(code, timeout);
    }
  }

  private record BlindConnection(TransportConnection seeing, X509Certificate shown)
      implements TransportConnection {

    @Override
    public Peer peer() {
      return new Peer(seeing.peer().address(), List.of());
    }

    @Override
    public Optional<X509Certificate> ownCertificate() {
      return Optional.of(shown);
    }

    @Override
    public @Nullable TransportStream tryOpenStream(StreamHandler handler) {
      return seeing.tryOpenStream(handler);
    }

    @Override
    public void execute(Runnable task) {
      seeing.execute(task);
    }

    @Override
    public void close(long code, String reason) {
      seeing.close(code, reason);
    }
  }
}
