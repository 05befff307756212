// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.Peer;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.tck.transport.Mutant.Fault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The transport kit catches each fault by the tests of the sentence that is broken. */
final class MutantsTest {

  private static final int AT_ONCE = 6;

  // The mutant whose turn it is in this thread, as JUnit makes the tests without arguments.
  private static final ThreadLocal<Transport> MUTANT = new ThreadLocal<>();
  private static final ExecutorService THREADS = Executors.newFixedThreadPool(AT_ONCE);

  /** A fault and the sentence that it breaks. */
  record Case(TransportSentence sentence, String method, Fault fault) {}

  /** The kit with the mutant of the thread. */
  static final class KitOfMutant extends TransportCompatibilityKit {
    @Override
    protected Transport transport() {
      return MUTANT.get();
    }
  }

  private static List<Case> cases() {
    var tasks = new AtomicInteger();
    return List.of(
        new Case(TransportSentence.NAME, "Transport.name", call -> "No Name"),
        new Case(TransportSentence.CONTEXT, "StreamHandler.onReadComplete", inOtherThread()),
        new Case(
            TransportSentence.PORT,
            "TransportServer.address",
            call -> new InetSocketAddress(((InetSocketAddress) call.proceed()).getAddress(), 1)),
        new Case(
            TransportSentence.LISTEN_FAILURE,
            "Transport.listen",
            call -> {
              try {
                return call.proceed();
              } catch (TransportException e) {
                throw new IllegalStateException(e);
              }
            }),
        new Case(TransportSentence.PEER, "TransportConnection.peer", withoutCertificates()),
        new Case(TransportSentence.ACCEPT, "TransportConnection.peer", withoutCertificates()),
        new Case(
            TransportSentence.OWN_CERTIFICATE,
            "TransportConnection.ownCertificate",
            call -> Optional.of(new Pki().ca())),
        new Case(
            TransportSentence.SERVER_IDENTITY,
            "TransportClient.connect",
            call -> call.proceed("localhost", call.arguments().get(1), call.arguments().get(2))),
        new Case(
            TransportSentence.CONNECT,
            "TransportClient.connect",
            call -> CompletableFuture.failedStage(new IOException("of no use"))),
        new Case(TransportSentence.CLIENT_CLOSE, "TransportClient.close", withOtherCode()),
        new Case(TransportSentence.SERVER_CLOSE, "TransportServer.close", withOtherCode()),
        new Case(TransportSentence.STOP_ACCEPTING, "TransportServer.stopAccepting", nothing()),
        new Case(
            TransportSentence.MAX_CONNECTIONS,
            "Transport.listen",
            withLimits(limits -> limits.withMaxConnections(1000))),
        new Case(
            TransportSentence.MAX_STREAMS,
            "Transport.listen",
            withLimits(limits -> limits.withMaxStreams(1000))),
        new Case(
            TransportSentence.IDLE_TIMEOUT,
            "ConnectionHandler.onClosed",
            call -> call.proceed(new CloseCause(CloseCause.Kind.FAILURE, 0, ""))),
        new Case(TransportSentence.OPEN, "TransportConnection.tryOpenStream", nothing()),
        new Case(
            TransportSentence.OPEN_NOTHING,
            "TransportConnection.tryOpenStream",
            call -> {
              Object opened = call.proceed();
              if (opened == null) {
                throw new IllegalStateException("no credit");
              }
              return opened;
            }),
        new Case(TransportSentence.CREDIT, "ConnectionHandler.onStreamCredit", nothing()),
        new Case(
            TransportSentence.TASK_ORDER,
            "TransportConnection.execute",
            call -> {
              var target = (TransportConnection) call.target();
              var task = (Runnable) call.arguments().get(0);
              Runnable late = () -> target.execute(task);
              return call.proceed(tasks.incrementAndGet() % 2 == 0 ? late : task);
            }),
        new Case(
            TransportSentence.TASKS_REJECTED,
            "TransportConnection.execute",
            call -> {
              try {
                return call.proceed();
              } catch (RejectedExecutionException e) {
                return null;
              }
            }),
        new Case(TransportSentence.CLOSE_CODE, "TransportConnection.close", withOtherCode()),
        new Case(
            TransportSentence.CLOSE_REASON,
            "TransportConnection.close",
            call -> call.proceed(call.arguments().get(0), "no words")),
        new Case(TransportSentence.CLOSED_LAST, "ConnectionHandler.onClosed", twice()),
        new Case(TransportSentence.STREAM_CLOSED, "StreamHandler.onClosed", twice()),
        new Case(
            TransportSentence.OUTPUT,
            "TransportStream.output",
            call -> ((ByteBuffer) call.proceed()).order(ByteOrder.LITTLE_ENDIAN)),
        new Case(
            TransportSentence.OUTPUT_RANGE,
            "TransportStream.output",
            call -> call.proceed(Math.clamp((Integer) call.arguments().get(0), 0, 1 << 16))),
        new Case(TransportSentence.WRITABLE, "TransportStream.isWritable", call -> true),
        new Case(TransportSentence.ON_WRITABLE, "StreamHandler.onWritable", nothing()),
        new Case(
            TransportSentence.FINISH,
            "TransportStream.finish",
            call -> {
              ((TransportStream) call.target()).flush();
              return null;
            }),
        new Case(
            TransportSentence.RESET,
            "TransportStream.reset",
            call -> {
              ((TransportStream) call.target()).finish();
              return null;
            }),
        new Case(TransportSentence.STOP, "TransportStream.stopReading", nothing()),
        new Case(TransportSentence.THROWN_AWAY, "TransportStream.stopReading", nothing()),
        new Case(TransportSentence.PAUSE, "TransportStream.pauseReading", nothing()),
        new Case(TransportSentence.STREAM_WINDOW, "TransportStream.pauseReading", nothing()),
        new Case(TransportSentence.RESUME, "TransportStream.resumeReading", nothing()),
        new Case(TransportSentence.ORDER, "StreamHandler.onFinished", twice()),
        new Case(
            TransportSentence.DATA,
            "StreamHandler.onData",
            call -> {
              ByteBuffer data = (ByteBuffer) call.arguments().get(0);
              ByteBuffer wrong = ByteBuffer.allocate(data.remaining()).put(data).flip();
              return call.proceed(wrong.put(0, (byte) ~wrong.get(0)));
            }),
        new Case(TransportSentence.READ_COMPLETE, "StreamHandler.onReadComplete", nothing()),
        new Case(TransportSentence.FINISHED, "StreamHandler.onFinished", nothing()),
        new Case(
            TransportSentence.ON_RESET,
            "StreamHandler.onReset",
            call -> {
              ((StreamHandler) call.target()).onFinished();
              return null;
            }),
        new Case(TransportSentence.RESET_CODE, "StreamHandler.onReset", withOtherCode()),
        new Case(TransportSentence.EARLY_RESET, "StreamHandler.onReset", nothing()),
        new Case(TransportSentence.ON_STOPPED, "StreamHandler.onStopped", nothing()),
        new Case(TransportSentence.RENEW, "TransportServer.renew", nothing()),
        new Case(
            TransportSentence.RENEW_FAILURE,
            "TransportServer.renew",
            call -> {
              try {
                return call.proceed();
              } catch (TransportException e) {
                return null;
              }
            }),
        new Case(TransportSentence.ON_REFUSED, "Acceptor.onRefused", nothing()));
  }

  @AfterAll
  static void close() {
    THREADS.shutdownNow();
  }

  /** Takes four minutes, so it is a run of its own: {@code -Dbbq.mutants=true}. */
  @TestFactory
  @EnabledIfSystemProperty(named = "bbq.mutants", matches = "true")
  Stream<DynamicTest> shouldCatchEachMutant() {
    record Running(Case mutant, Future<TestExecutionSummary> summary) {}
    return cases().stream()
        .map(mutant -> new Running(mutant, THREADS.submit(() -> run(mutant))))
        .toList()
        .stream()
        .map(
            running ->
                dynamicTest(
                    running.mutant().sentence().name(),
                    () -> assertCaught(running.summary().get(300, TimeUnit.SECONDS))));
  }

  @Test
  void shouldHaveATestForEachSentence() {
    assertThat(TransportSentence.values())
        .allSatisfy(sentence -> assertThat(testsOf(sentence)).as(sentence.name()).isNotEmpty());
  }

  private static void assertCaught(TestExecutionSummary summary) {
    assertThat(summary.getTestsFoundCount()).isPositive();
    assertThat(summary.getFailures())
        .isNotEmpty()
        .allSatisfy(
            failure ->
                assertThat(failure.getException()).hasMessageStartingWith("contract broken"));
  }

  private static TestExecutionSummary run(Case mutant) {
    Transport right =
        ServiceLoader.load(Transport.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(transport -> transport.name().equals("netty-quic"))
            .findAny()
            .orElseThrow();
    MUTANT.set(Mutant.of(right, mutant.method(), mutant.fault()));
    var listener = new SummaryGeneratingListener();
    var request =
        LauncherDiscoveryRequestBuilder.request().selectors(testsOf(mutant.sentence())).build();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }

  private static List<DiscoverySelector> testsOf(TransportSentence sentence) {
    List<DiscoverySelector> tests = new ArrayList<>();
    for (Class<?> nested : TransportCompatibilityKit.class.getDeclaredClasses()) {
      if (!nested.isAnnotationPresent(Nested.class)) {
        continue;
      }
      for (var method : nested.getSuperclass().getDeclaredMethods()) {
        Proves proves = method.getAnnotation(Proves.class);
        if (proves != null && List.of(proves.value()).contains(sentence)) {
          tests.add(selectNestedMethod(List.of(KitOfMutant.class), nested, method));
        }
      }
    }
    return tests;
  }

  private static Fault nothing() {
    return call -> null;
  }

  private static Fault twice() {
    return call -> {
      call.proceed();
      return call.proceed();
    };
  }

  private static Fault withOtherCode() {
    return call -> {
      Object[] others = call.arguments().toArray();
      others[0] = (Long) others[0] + 1;
      return call.proceed(others);
    };
  }

  private static Fault withoutCertificates() {
    return call -> new Peer(((Peer) call.proceed()).address(), List.of());
  }

  private static Fault inOtherThread() {
    return call -> {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  call.proceed();
                } catch (Throwable e) {
                  throw new IllegalStateException(e);
                }
              });
      return null;
    };
  }

  private static Fault withLimits(UnaryOperator<TransportLimits> change) {
    return call -> {
      var config = (ServerConfig) call.arguments().get(0);
      return call.proceed(
          new ServerConfig(
              config.address(), config.tls(), change.apply(config.limits()), config.ioThreads()),
          call.arguments().get(1));
    };
  }
}
