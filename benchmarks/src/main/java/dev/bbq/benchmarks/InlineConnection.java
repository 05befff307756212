// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks;

import dev.bbq.api.transport.Peer;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.certs.CertificateAuthority;
import dev.bbq.certs.KeyType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A connection without a network, whose context is whoever calls {@link #run}. */
final class InlineConnection implements TransportConnection {

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Peer peer =
      new Peer(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
          List.of(
              CertificateAuthority.create(
                      "client", KeyType.EC_P256, Clock.systemUTC(), new SecureRandom())
                  .certificate()));

  /** Runs what waits, and what that brings about. */
  void run() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public @Nullable TransportStream tryOpenStream(StreamHandler handler) {
    return null; // brokers open none
  }

  @Override
  public void close(long code, String reason) {
    throw new IllegalStateException("closed: code=%d, reason=%s".formatted(code, reason));
  }
}
