// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Faults that depend on what has been before. */
final class StatefulFaults {

  private StatefulFaults() {}

  static List<Fault> all() {
    return List.of(
        unorderedTasks(),
        noTasksAfterClose(),
        failureOfSecondClose(),
        failureAfterEnd(),
        strangersWelcome(),
        threadLeftBehind(),
        dataLostWithClose(),
        boundToAddress());
  }

  private static Fault unorderedTasks() {
    var tasks = new AtomicInteger();
    return Fault.of(
        TransportSentence.TASK_ORDER,
        "TransportConnection.execute",
        call -> {
          var target = (TransportConnection) call.target();
          var task = (Runnable) call.arguments().get(0);
          Runnable late = () -> target.execute(task);
          return call.proceed(tasks.incrementAndGet() % 2 == 0 ? late : task);
        });
  }

  private static Fault noTasksAfterClose() {
    var closed = new AtomicBoolean();
    return new Fault(
        TransportSentence.TASKS_AFTER_CLOSE,
        Map.of(
            "ConnectionHandler.onClosed",
            noting(closed),
            "TransportConnection.execute",
            call -> closed.get() ? null : call.proceed()));
  }

  private static Fault failureOfSecondClose() {
    var closed = new AtomicBoolean();
    return new Fault(
        TransportSentence.CLOSE_ONCE,
        Map.of(
            "ConnectionHandler.onClosed",
            noting(closed),
            "TransportConnection.close",
            call -> {
              if (closed.get()) {
                throw new IllegalStateException("closed before");
              }
              return call.proceed();
            }));
  }

  private static Fault failureAfterEnd() {
    Set<Object> ended = ConcurrentHashMap.newKeySet();
    return new Fault(
        TransportSentence.AFTER_END,
        Map.of(
            "TransportStream.finish",
            call -> {
              ended.add(call.target());
              return call.proceed();
            },
            "TransportStream.output",
            call -> {
              if (ended.contains(call.target())) {
                throw new IllegalStateException("output has ended");
              }
              return call.proceed();
            }));
  }

  /** Lets the server trust whatever certificate the client has. */
  private static Fault strangersWelcome() {
    var server = new AtomicReference<TransportServer>();
    var tls = new AtomicReference<TlsConfig>();
    return new Fault(
        TransportSentence.CLIENT_IDENTITY,
        Map.of(
            "Transport.listen",
            call -> {
              tls.set(((ServerConfig) call.arguments().get(0)).tls());
              server.set((TransportServer) call.proceed());
              return server.get();
            },
            "Transport.client",
            call -> {
              List<X509Certificate> trusted = new ArrayList<>(tls.get().trusted());
              trusted.addAll(((ClientConfig) call.arguments().get(0)).tls().chain());
              server.get().renew(new TlsConfig(tls.get().chain(), tls.get().key(), trusted));
              return call.proceed();
            }));
  }

  private static Fault threadLeftBehind() {
    return Fault.of(
        TransportSentence.ENDS,
        "Transport.client",
        call -> {
          Thread.ofPlatform()
              .daemon()
              .name("bbq-left-behind")
              .start(
                  () -> {
                    try {
                      TimeUnit.MINUTES.sleep(1);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
          return call.proceed();
        });
  }

  /** Hands data over so late that a close comes before, and then not at all. */
  private static Fault dataLostWithClose() {
    var closed = new AtomicBoolean();
    var server = new AtomicReference<TransportConnection>();
    Executor later = CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS);
    return new Fault(
        TransportSentence.DATA_BEFORE_CLOSE,
        Map.of(
            "Acceptor.accept",
            call -> {
              server.set((TransportConnection) call.arguments().get(0));
              return call.proceed();
            },
            "ConnectionHandler.onClosed",
            noting(closed),
            "StreamHandler.onData",
            call -> {
              ByteBuffer data = (ByteBuffer) call.arguments().get(0);
              ByteBuffer copy = ByteBuffer.allocate(data.remaining()).put(data).flip();
              Runnable handOver =
                  () -> {
                    if (!closed.get()) {
                      quietly(() -> call.proceed(copy));
                    }
                  };
              later.execute(() -> server.get().execute(handOver));
              return null;
            }));
  }

  /** Lets nothing through to the server but what comes from the first address. */
  private static Fault boundToAddress() {
    var address = new AtomicReference<InetSocketAddress>();
    return Fault.of(
        TransportSentence.MIGRATION,
        "TransportServer.address",
        call -> {
          if (address.get() == null) {
            var gate = new UdpProxy((InetSocketAddress) call.proceed()).ofFirstClientOnly();
            CompletableFuture.delayedExecutor(5, TimeUnit.MINUTES)
                .execute(() -> quietly(() -> close(gate)));
            address.set(new InetSocketAddress(InetAddress.getLoopbackAddress(), gate.port()));
          }
          return address.get();
        });
  }

  private static Object close(UdpProxy gate) throws Exception {
    gate.close();
    return gate;
  }

  private static Mutant.Behaviour noting(AtomicBoolean closed) {
    return call -> {
      closed.set(true);
      return call.proceed();
    };
  }

  private interface Step {
    Object run() throws Throwable;
  }

  private static void quietly(Step step) {
    try {
      step.run();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
