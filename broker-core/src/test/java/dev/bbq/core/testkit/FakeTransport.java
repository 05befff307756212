// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.testkit;

import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A transport with no network, whose one server does what the test says. */
public final class FakeTransport implements Transport, TransportServer {

  private final InetSocketAddress address =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
  private Runnable listening = () -> {};
  private @Nullable String refusal;
  private boolean broken;
  private @Nullable TlsConfig tls;
  private @Nullable Acceptor acceptor;

  /** Sets what is called when it is told to listen. */
  public void whenItListens(Runnable called) {
    listening = called;
  }

  /** Makes it refuse to listen, and other certificates. */
  public void refuse(String reason) {
    refusal = reason;
  }

  /** Makes it throw what no transport should, whatever is asked for. */
  public void breakDown() {
    broken = true;
  }

  /** Tells whether it was told to listen. */
  public boolean isListening() {
    return acceptor != null;
  }

  /** Returns what takes connections. */
  public Acceptor acceptor() {
    return Objects.requireNonNull(acceptor, "not listening");
  }

  /** Returns the certificates in use. */
  public TlsConfig tls() {
    return Objects.requireNonNull(tls, "not listening");
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Set<TransportCapability> capabilities() {
    return Set.of(TransportCapability.MUTUAL_TLS);
  }

  @Override
  public TransportServer listen(ServerConfig config, Acceptor accepting) throws TransportException {
    requireUse();
    listening.run();
    acceptor = accepting;
    tls = config.tls();
    return this;
  }

  private void requireUse() throws TransportException {
    requireWhole();
    if (refusal != null) {
      throw new TransportException(TransportException.Kind.FAILURE, refusal, null);
    }
  }

  @Override
  public TransportClient client(ClientConfig config) {
    throw new AssertionError("the broker connects to nobody");
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  private void requireWhole() {
    if (broken) {
      throw new IllegalStateException("told to break");
    }
  }

  @Override
  public void stopAccepting() {
    requireWhole();
  }

  @Override
  public void renew(TlsConfig other) throws TransportException {
    requireUse();
    tls = other;
  }

  @Override
  public boolean close(long code, Duration timeout) {
    return true;
  }
}
