// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.Peer;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tech.kwik.core.ConnectionListener;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.QuicConstants.TransportErrorCode;
import tech.kwik.core.QuicStream;

/** One connection; what it does and tells happens in its {@link Context}. */
final class KwikConnection implements TransportConnection, ConnectionListener {

  private static final System.Logger LOG = System.getLogger(KwikConnection.class.getName());
  private static final int LONGEST_REASON_BYTES = 256;
  private static final int INPUT_BUFFER_BYTES = 16 << 10;
  private static final long LONGEST_FLUSH_MS = 50;
  private static final int MOST_ABORTED_STREAMS = 20_000;
  // For the news of an end to come, when its socket is closed already.
  private static final long NEWS_PATIENCE_MS = 2000;

  private final Life life;
  private final Context context;
  private final QuicConnection quic;
  private final StreamOpener opener;
  private final IdleWatch idle;
  private final Runnable atEnd;
  private final AtomicReference<@Nullable CloseCause> closeCause = new AtomicReference<>();
  private final CountDownLatch end = new CountDownLatch(1);
  // For the patrol: those whose threads may still run.
  private final Set<KwikStream> alive = ConcurrentHashMap.newKeySet();
  private final Optional<X509Certificate> own;
  private volatile Peer peer;

  // The rest belongs to the context.
  private final Set<KwikStream> streams = new LinkedHashSet<>();
  private ConnectionHandler handler = Unheard.CONNECTION;
  private boolean over;
  private int abortedStreams;
  private @Nullable ByteBuffer scratch;
  private byte @Nullable [] inputBuffer;

  /**
   * Creates a connection that is not open yet.
   *
   * @param own what the handshake shows to the peer, if anything
   * @param idle when its silence has lasted for too long
   * @param atEnd runs after the last callback
   */
  KwikConnection(
      Life life,
      QuicConnection quic,
      Peer peer,
      Optional<X509Certificate> own,
      IdleWatch idle,
      Runnable atEnd) {
    this.life = life;
    this.quic = quic;
    this.peer = peer;
    this.own = own;
    this.idle = idle;
    this.atEnd = atEnd;
    context = new Context(life);
    opener = new StreamOpener(quic, life.threads(), () -> callLater(this::onCredit));
    quic.setConnectionListener(this);
    quic.setPeerInitiatedStreamCallback(this::onPeerStream);
  }

  /** Begins to tell: first this, then all else. */
  void open(Peer verified, Runnable first) {
    peer = verified;
    life.connections().add(this);
    context.open(() -> guard(first));
    if (life.isEnding()) {
      close(0, "");
    }
  }

  /** Sets the receiver of the callbacks. */
  void handler(ConnectionHandler receiver) {
    handler = receiver;
  }

  Threads threads() {
    return life.threads();
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Optional<X509Certificate> ownCertificate() {
    return own;
  }

  @Override
  public @Nullable TransportStream tryOpenStream(StreamHandler receiver) {
    QuicStream opened = over ? null : opener.tryOpen();
    if (opened == null) {
      return null;
    }
    KwikStream stream = watch(new KwikStream(this, opened));
    streams.add(stream);
    stream.start(receiver);
    return stream;
  }

  @Override
  public void execute(Runnable task) {
    context.execute(() -> guard(task));
  }

  @Override
  public void close(long code, String reason) {
    Codes.require(code);
    if (closeCause.compareAndSet(null, new CloseCause(CloseCause.Kind.LOCAL, code, reason))) {
      threads().start("closer", () -> closeGently(code, cut(reason)));
    }
  }

  @Override
  public void disconnected(ConnectionTerminatedEvent event) {
    closeCause.compareAndSet(null, Causes.of(event));
    context.add(this::onEnded);
  }

  /**
   * Ends the connection if kwik has closed its socket and says nothing: what it says comes from
   * another thread, which may be later.
   */
  void onSocketClosed() {
    if (closeCause.get() == null) {
      try {
        life.timer().schedule(this::onLost, NEWS_PATIENCE_MS, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        onLost();
      }
    }
  }

  private void onLost() {
    var lost = new CloseCause(CloseCause.Kind.FAILURE, 0, "connection lost");
    if (closeCause.compareAndSet(null, lost)) {
      context.add(this::onEnded);
    }
  }

  /** Learns that something of a stream has come; any thread. */
  void moved() {
    idle.moved();
  }

  private void onSilence() {
    if (closeCause.compareAndSet(null, Causes.IDLE)) {
      idle.hush();
      quic.close();
      context.add(this::onEnded);
    }
  }

  /** Ends the connection because of a fault on our side. */
  void fail(Throwable fault) {
    LOG.log(System.Logger.Level.WARNING, () -> "connection failed: peer=" + peer.address(), fault);
    String reason = String.valueOf(Causes.root(fault).getMessage());
    int code = TransportErrorCode.INTERNAL_ERROR.value;
    closeCause.compareAndSet(null, new CloseCause(CloseCause.Kind.FAILURE, code, reason));
    quic.close(TransportErrorCode.INTERNAL_ERROR, "");
    context.add(this::onEnded);
  }

  /** Runs a callback after what runs now, so that none comes from within a call. */
  void callLater(Runnable callback) {
    context.add(() -> guard(callback));
  }

  boolean isInContext() {
    return context.isCurrent();
  }

  /** Waits until the last callback has come. */
  void awaitEnd(long untilNs) {
    try {
      end.await(untilNs - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns room for what is to be thrown away. */
  ByteBuffer scratch() {
    if (scratch == null) {
      scratch = ByteBuffer.allocate(TransportStream.MAX_OUTPUT_BYTES);
    }
    return scratch.clear();
  }

  /** Returns a buffer to read into, which is in use until the callback of that data returns. */
  byte[] inputBuffer() {
    if (inputBuffer == null) {
      inputBuffer = new byte[INPUT_BUFFER_BYTES];
    }
    return inputBuffer;
  }

  void forget(KwikStream stream) {
    streams.remove(stream);
  }

  /** Counts a stream that kwik never forgets: one that we have reset. */
  void countAborted() {
    if (++abortedStreams == MOST_ABORTED_STREAMS) {
      fail(new IllegalStateException("too many aborted streams: count=" + abortedStreams));
    }
  }

  /** Does something that blocks, and interrupts it if it takes longer. */
  void atMost(long timeoutMs, Runnable blocking) {
    Thread own = Thread.currentThread();
    Thread.interrupted(); // what was there was not meant for this
    try {
      var alarm = life.timer().schedule(own::interrupt, timeoutMs, TimeUnit.MILLISECONDS);
      blocking.run();
      alarm.cancel(false);
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "too late to wait", e);
    } finally {
      Thread.interrupted();
    }
  }

  /** Looks after the silence of the peer, and threads that sleep for long; any thread. */
  void patrol() {
    long nowNs = System.nanoTime();
    if (idle.isOver(quic, nowNs)) {
      onSilence();
    }
    alive.removeIf(stream -> !stream.isAlive());
    alive.forEach(stream -> stream.patrol(nowNs));
  }

  /** Takes a stream that the peer has opened; any thread. */
  void onPeerStream(QuicStream stream) {
    watch(new KwikStream(this, stream)).listen();
  }

  /** Tells of a stream of the peer when something of it is heard. */
  StreamHandler tell(KwikStream stream) {
    if (over) {
      return Unheard.STREAM;
    }
    streams.add(stream);
    return handler.onStream(stream);
  }

  private KwikStream watch(KwikStream stream) {
    alive.add(stream);
    return stream;
  }

  private void onCredit() {
    if (!over) {
      handler.onStreamCredit();
    }
  }

  private void onEnded() {
    if (over) {
      return;
    }
    over = true;
    CloseCause cause = Objects.requireNonNull(closeCause.get());
    opener.end();
    for (KwikStream stream : List.copyOf(streams)) {
      stream.onConnectionEnded();
    }
    callLater(
        () -> {
          handler.onClosed(cause);
          life.connections().remove(this);
          end.countDown();
          atEnd.run();
        });
  }

  private void closeGently(long code, String reason) {
    awaitSent();
    quic.close(code, reason);
    context.add(this::onEnded);
  }

  /** Waits for what was flushed, as kwik's close() throws away what is not sent; for a moment. */
  private void awaitSent() {
    atMost(LONGEST_FLUSH_MS, () -> alive.forEach(KwikStream::awaitSent));
  }

  private void guard(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException | Error e) { // an error, too, would leave all others waiting
      if (!life.hasEnded()) { // else the receiver has met just that
        fail(e);
      }
    }
  }

  private static String cut(String reason) {
    byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, LONGEST_REASON_BYTES);
    if (length < bytes.length) {
      while ((bytes[length] & 0xC0) == 0x80) { // not within a character
        length--;
      }
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
