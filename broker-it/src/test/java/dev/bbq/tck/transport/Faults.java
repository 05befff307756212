// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.Peer;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.tck.transport.Mutant.Behaviour;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;

/** One fault for each sentence of the contract. */
final class Faults {

  private static final long LARGE = 16 << 20;

  private Faults() {}

  /** Returns them, each without a trace of earlier use. */
  static List<Fault> all() {
    List<Fault> all = new ArrayList<>(StatefulFaults.all());
    all.addAll(simple());
    return all;
  }

  private static List<Fault> simple() {
    return List.of(
        Fault.of(TransportSentence.NAME, "Transport.name", call -> "No Name"),
        Fault.of(TransportSentence.CONTEXT, "StreamHandler.onReadComplete", inOtherThread()),
        Fault.of(
            TransportSentence.PORT,
            "TransportServer.address",
            call -> new InetSocketAddress(((InetSocketAddress) call.proceed()).getAddress(), 1)),
        Fault.of(
            TransportSentence.LISTEN_FAILURE,
            "Transport.listen",
            call -> {
              try {
                return call.proceed();
              } catch (TransportException e) {
                throw new IllegalStateException(e);
              }
            }),
        Fault.of(TransportSentence.PEER, "TransportConnection.peer", withoutCertificates()),
        Fault.of(TransportSentence.ACCEPT, "TransportConnection.peer", withoutCertificates()),
        Fault.of(
            TransportSentence.OWN_CERTIFICATE,
            "TransportConnection.ownCertificate",
            call -> Optional.of(new Pki().ca())),
        Fault.of(
            TransportSentence.SERVER_IDENTITY,
            "TransportClient.connect",
            call -> call.proceed("localhost", call.arguments().get(1), call.arguments().get(2))),
        Fault.of(
            TransportSentence.CONNECT,
            "TransportClient.connect",
            call -> CompletableFuture.failedStage(new IOException("of no use"))),
        Fault.of(TransportSentence.CLIENT_CLOSE, "TransportClient.close", withOtherCode()),
        Fault.of(TransportSentence.SERVER_CLOSE, "TransportServer.close", withOtherCode()),
        Fault.of(TransportSentence.STOP_ACCEPTING, "TransportServer.stopAccepting", nothing()),
        Fault.of(
            TransportSentence.MAX_CONNECTIONS,
            "Transport.listen",
            withLimits(limits -> limits.withMaxConnections(1000))),
        Fault.of(
            TransportSentence.MAX_STREAMS,
            "Transport.listen",
            withLimits(limits -> limits.withMaxStreams(1000))),
        Fault.of(
            TransportSentence.IDLE_TIMEOUT,
            "ConnectionHandler.onClosed",
            call -> call.proceed(new CloseCause(CloseCause.Kind.FAILURE, 0, ""))),
        Fault.of(TransportSentence.OPEN, "TransportConnection.tryOpenStream", nothing()),
        Fault.of(
            TransportSentence.OPEN_NOTHING,
            "TransportConnection.tryOpenStream",
            call -> {
              Object opened = call.proceed();
              if (opened == null) {
                throw new IllegalStateException("no credit");
              }
              return opened;
            }),
        Fault.of(TransportSentence.CREDIT, "ConnectionHandler.onStreamCredit", nothing()),
        Fault.of(
            TransportSentence.TASKS_REJECTED,
            "TransportConnection.execute",
            call -> {
              try {
                return call.proceed();
              } catch (RejectedExecutionException e) {
                return null;
              }
            }),
        Fault.of(TransportSentence.CLOSE_CODE, "TransportConnection.close", withOtherCode()),
        Fault.of(
            TransportSentence.CLOSE_REASON,
            "TransportConnection.close",
            call -> call.proceed(call.arguments().get(0), "no words")),
        Fault.of(TransportSentence.CLOSED_LAST, "ConnectionHandler.onClosed", twice()),
        Fault.of(TransportSentence.STREAM_CLOSED, "StreamHandler.onClosed", twice()),
        Fault.of(
            TransportSentence.OUTPUT,
            "TransportStream.output",
            call -> ((ByteBuffer) call.proceed()).order(ByteOrder.LITTLE_ENDIAN)),
        Fault.of(
            TransportSentence.OUTPUT_RANGE,
            "TransportStream.output",
            call -> call.proceed(Math.clamp((Integer) call.arguments().get(0), 0, 1 << 16))),
        Fault.of(TransportSentence.WRITABLE, "TransportStream.isWritable", call -> true),
        Fault.of(TransportSentence.ON_WRITABLE, "StreamHandler.onWritable", nothing()),
        Fault.of(
            TransportSentence.FINISH,
            "TransportStream.finish",
            call -> {
              ((TransportStream) call.target()).flush();
              return null;
            }),
        Fault.of(
            TransportSentence.RESET,
            "TransportStream.reset",
            call -> {
              ((TransportStream) call.target()).finish();
              return null;
            }),
        Fault.of(TransportSentence.STOP, "TransportStream.stopReading", nothing()),
        Fault.of(TransportSentence.THROWN_AWAY, "TransportStream.stopReading", nothing()),
        Fault.of(TransportSentence.PAUSE, "TransportStream.pauseReading", nothing()),
        Fault.of(
            TransportSentence.STREAM_WINDOW,
            "Transport.listen",
            withLimits(
                limits ->
                    limits.toBuilder()
                        .streamWindowBytes(LARGE)
                        .connectionWindowBytes(LARGE)
                        .build())),
        Fault.of(
            TransportSentence.CONNECTION_WINDOW,
            "Transport.listen",
            withLimits(limits -> limits.toBuilder().connectionWindowBytes(LARGE).build())),
        Fault.of(
            TransportSentence.HANDSHAKE_TIMEOUT,
            "TransportClient.connect",
            call ->
                ((CompletionStage<?>) call.proceed())
                    .handle(
                        (connection, failure) ->
                            failure == null
                                ? CompletableFuture.<Object>completedFuture(connection)
                                : new CompletableFuture<>()) // goes on for ever
                    .thenCompose(stage -> stage)),
        Fault.of(
            TransportSentence.IO_THREADS,
            "Transport.listen",
            call -> {
              if (((ServerConfig) call.arguments().get(0)).ioThreads() > 1) {
                throw new TransportException(
                    TransportException.Kind.FAILURE, "one thread at most", null);
              }
              return call.proceed();
            }),
        Fault.of(
            TransportSentence.ON_STREAM,
            "ConnectionHandler.onStream",
            call -> {
              call.proceed();
              return new StreamHandler() {};
            }),
        Fault.of(TransportSentence.FLUSH, "TransportStream.flush", nothing()),
        Fault.of(
            TransportSentence.KEPT,
            "TransportStream.output",
            call -> {
              boolean welcome = ((TransportStream) call.target()).isWritable();
              int size = (Integer) call.arguments().get(0);
              return welcome ? call.proceed() : ByteBuffer.allocate(size);
            }),
        Fault.of(TransportSentence.RESUME, "TransportStream.resumeReading", nothing()),
        Fault.of(TransportSentence.ORDER, "StreamHandler.onFinished", twice()),
        Fault.of(
            TransportSentence.DATA,
            "StreamHandler.onData",
            call -> {
              ByteBuffer data = (ByteBuffer) call.arguments().get(0);
              ByteBuffer wrong = ByteBuffer.allocate(data.remaining()).put(data).flip();
              return call.proceed(wrong.put(0, (byte) ~wrong.get(0)));
            }),
        Fault.of(TransportSentence.READ_COMPLETE, "StreamHandler.onReadComplete", nothing()),
        Fault.of(TransportSentence.FINISHED, "StreamHandler.onFinished", nothing()),
        Fault.of(
            TransportSentence.ON_RESET,
            "StreamHandler.onReset",
            call -> {
              ((StreamHandler) call.target()).onFinished();
              return null;
            }),
        Fault.of(TransportSentence.RESET_CODE, "StreamHandler.onReset", withOtherCode()),
        Fault.of(TransportSentence.EARLY_RESET, "StreamHandler.onReset", nothing()),
        Fault.of(TransportSentence.ON_STOPPED, "StreamHandler.onStopped", nothing()),
        Fault.of(TransportSentence.RENEW, "TransportServer.renew", nothing()),
        Fault.of(
            TransportSentence.RENEW_FAILURE,
            "TransportServer.renew",
            call -> {
              try {
                return call.proceed();
              } catch (TransportException e) {
                return null;
              }
            }),
        Fault.of(TransportSentence.ON_REFUSED, "Acceptor.onRefused", nothing()));
  }

  private static Behaviour nothing() {
    return call -> null;
  }

  private static Behaviour twice() {
    return call -> {
      call.proceed();
      return call.proceed();
    };
  }

  private static Behaviour withOtherCode() {
    return call -> {
      Object[] others = call.arguments().toArray();
      others[0] = (Long) others[0] + 1;
      return call.proceed(others);
    };
  }

  private static Behaviour withoutCertificates() {
    return call -> new Peer(((Peer) call.proceed()).address(), List.of());
  }

  private static Behaviour inOtherThread() {
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

  private static Behaviour withLimits(UnaryOperator<TransportLimits> change) {
    return call -> {
      var config = (ServerConfig) call.arguments().get(0);
      return call.proceed(
          new ServerConfig(
              config.address(), config.tls(), change.apply(config.limits()), config.ioThreads()),
          call.arguments().get(1));
    };
  }
}
