// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.Transport.Acceptor;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A listening server: one socket, and a {@link Listener} for each certificate in use. */
final class KwikServer implements TransportServer {

  private static final Duration PARTING = Duration.ofMillis(200);

  private final Life life;
  private final Admission admission;
  private final SharedSocket socket;
  private final Listener.Factory factory;
  private final List<Listener> listeners = new ArrayList<>();

  private KwikServer(ServerConfig config, Acceptor acceptor, Life life) throws TransportException {
    this.life = life;
    admission = new Admission(config.limits(), life.connections()::size, acceptor::onRefused);
    socket = bind(config.address());
    factory = Listener.factory(config.limits(), acceptor, life, admission, socket);
    try {
      listeners.add(factory.start(config.tls(), socket.latest()));
    } catch (TransportException e) {
      socket.close();
      throw e;
    }
  }

  /** Binds and starts a server. */
  static KwikServer listen(ServerConfig config, Acceptor acceptor) throws TransportException {
    var life = new Life("bbq-kwik-server");
    try {
      return new KwikServer(config, acceptor, life);
    } catch (TransportException | RuntimeException e) {
      life.end(0, Duration.ZERO, () -> {});
      throw e;
    }
  }

  @Override
  public InetSocketAddress address() {
    return socket.address();
  }

  @Override
  public void stopAccepting() {
    admission.shut();
  }

  @Override
  public synchronized void renew(TlsConfig tls) throws TransportException {
    OwnMaterial.store(tls); // before there is no way back
    Trust.in(tls);
    closeIdle();
    try {
      listeners.add(factory.start(tls, socket.renew()));
    } catch (IOException e) {
      throw new TransportException(
          TransportException.Kind.FAILURE, "socket failed: reason=" + e.getMessage(), e);
    }
  }

  @Override
  public boolean close(long code, Duration timeout) {
    Codes.require(code);
    stopAccepting();
    boolean ended = life.end(code, timeout, this::closeListeners);
    if (!ended && !life.isInContext()) {
      life.await(PARTING); // for the clients to be told
      socket.close(); // so that the port is free
    }
    return ended;
  }

  /** Closes those of earlier certificates that no client is left of. */
  private void closeIdle() {
    for (Listener earlier : List.copyOf(listeners.subList(0, listeners.size() - 1))) {
      if (earlier.isIdle()) {
        listeners.remove(earlier);
        earlier.close();
      }
    }
  }

  private synchronized void closeListeners() {
    listeners.forEach(Listener::close);
    socket.close();
  }

  private SharedSocket bind(InetSocketAddress address) throws TransportException {
    try {
      return new SharedSocket(new SteadySocket(address, admission::admits), admission);
    } catch (IOException e) {
      throw new TransportException(
          TransportException.Kind.ADDRESS,
          "address not bound: address=%s, reason=%s".formatted(address, e.getMessage()),
          e);
    }
  }
}
