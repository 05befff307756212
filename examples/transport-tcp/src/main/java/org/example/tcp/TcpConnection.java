// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package org.example.tcp;

import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.Peer;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.transport.TransportStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;

/**
 * One connection: a thread that reads frames and hands each burst of them to the context, one that
 * writes frames, and the streams in between. But for these threads all runs in the context.
 */
final class TcpConnection implements TransportConnection {

  private static final int MAX_REASON_BYTES = 256;
  private static final int MAX_BURST_FRAMES = 64;
  private static final int LAST_WORDS_MS = 2000;
  private static final Frame LAST = Frame.of(Frame.Type.IDLE, 0, 0);

  private final boolean server;
  private final Socket raw;
  private final SSLSocket socket;
  private final TransportLimits limits;
  private final Peer peer;
  private final X509Certificate own;
  private final ExecutorService threads;
  private final Context context;
  private final BlockingQueue<Frame> output = new LinkedBlockingQueue<>();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);

  private final Map<Long, TcpStream> streams = new HashMap<>();
  private final Set<TcpStream> burst = new LinkedHashSet<>(); // streams with something to read
  private final Set<TcpStream> starved = new LinkedHashSet<>(); // waiting for room
  private ConnectionHandler handler;
  private boolean over;
  private boolean streamWanted;
  private long nextId;
  private long peersStreams;
  private long streamsLeft; // that the peer lets us open
  private long streamWindow; // that the peer gives each of our streams, and we each of its own
  private long room; // that the peer gives us for all streams
  private long unread; // that the peer has sent and the handlers have not taken
  private long owed; // room that the peer has not been told of

  TcpConnection(
      boolean server,
      Socket raw,
      SSLSocket socket,
      TransportLimits limits,
      X509Certificate own,
      ExecutorService threads)
      throws IOException {
    this.server = server;
    this.raw = raw;
    this.socket = socket;
    this.limits = limits;
    this.own = own;
    this.threads = threads;
    this.context = new Context(threads);
    this.nextId = server ? 1 : 0; // as QUIC numbers streams: RFC 9000 section 2.1
    this.peer =
        new Peer(
            (InetSocketAddress) raw.getRemoteSocketAddress(),
            Arrays.stream(socket.getSession().getPeerCertificates())
                .map(X509Certificate.class::cast)
                .toList());
  }

  /** Says hello; the first task in the context. */
  void begin(ConnectionHandler receiver) {
    handler = receiver;
    send(Frame.of(Frame.Type.SETTINGS, limits.maxStreams(), limits.streamWindowBytes()));
    send(Frame.of(Frame.Type.ROOM, Frame.CONNECTION, limits.connectionWindowBytes()));
  }

  CountDownLatch ended() {
    return ended;
  }

  /** Says whether it counts no longer. */
  boolean isOver() {
    return closing.get();
  }

  boolean isCurrent() {
    return context.isCurrent();
  }

  TransportLimits limits() {
    return limits;
  }

  // --- any thread

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Optional<X509Certificate> ownCertificate() {
    return Optional.of(own);
  }

  @Override
  public void execute(Runnable task) {
    context.execute(task);
  }

  @Override
  public void close(long code, String reason) {
    if (closing.compareAndSet(false, true)) {
      String words = cut(reason);
      var cause = new CloseCause(CloseCause.Kind.LOCAL, code, words);
      context.execute(() -> end(cause, Frame.close(code, words)));
    }
  }

  private static String cut(String reason) {
    CharBuffer words = CharBuffer.wrap(reason);
    StandardCharsets.UTF_8.newEncoder().encode(words, ByteBuffer.allocate(MAX_REASON_BYTES), true);
    return reason.substring(0, words.position()); // between characters
  }

  // --- its threads

  /** Reads and writes until the connection has ended. */
  void serve() {
    CompletableFuture<Void> writer = CompletableFuture.runAsync(this::write, threads);
    try {
      read();
      writer.get(LAST_WORDS_MS, TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      // the peer does not read our last words
    } finally {
      Sockets.close(raw);
      ended.countDown();
    }
  }

  private void read() {
    try {
      raw.setSoTimeout((int) Math.min(limits.idleTimeout().toMillis(), Integer.MAX_VALUE));
      var in = new DataInputStream(socket.getInputStream());
      while (!readBurst(in)) {}
    } catch (SocketTimeoutException e) {
      fail(CloseCause.Kind.IDLE_TIMEOUT, "nothing heard", Frame.of(Frame.Type.IDLE, 0, 0));
    } catch (IOException e) {
      fail(CloseCause.Kind.FAILURE, String.valueOf(e.getMessage()), LAST);
    }
  }

  /** Reads what there is, lets the context work on it, and returns whether it was the last. */
  private boolean readBurst(DataInputStream in) throws IOException {
    List<Frame> frames = new ArrayList<>();
    do {
      frames.add(Frame.read(in));
    } while (frames.size() < MAX_BURST_FRAMES && in.available() > 0);
    // Waits, so that what a peer sends does not pile up here.
    CompletableFuture.runAsync(() -> handle(frames), context).join();
    Frame.Type last = frames.get(frames.size() - 1).type();
    return last == Frame.Type.CLOSE || last == Frame.Type.IDLE;
  }

  private void write() {
    try {
      var out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
      for (Frame frame = output.take(); frame != LAST; frame = output.take()) {
        frame.write(out);
        if (output.isEmpty()) {
          out.flush();
        }
      }
      out.flush();
      raw.shutdownOutput(); // the peer closes when it has read all
    } catch (IOException | InterruptedException e) {
      fail(CloseCause.Kind.FAILURE, String.valueOf(e.getMessage()), LAST);
      Sockets.close(raw); // the reader ends
    }
  }

  private void fail(CloseCause.Kind kind, String reason, Frame lastWord) {
    if (closing.compareAndSet(false, true)) {
      try {
        context.execute(() -> end(new CloseCause(kind, 0, reason), lastWord));
      } catch (RejectedExecutionException e) {
        // server or client has been abandoned
      }
    }
  }

  // --- the context

  void send(Frame frame) {
    if (!over) {
      output.add(frame);
    }
  }

  private void end(CloseCause cause, Frame lastWord) {
    if (over) {
      return;
    }
    send(lastWord);
    send(LAST);
    over = true;
    List.copyOf(streams.values()).forEach(TcpStream::close);
    streams.clear();
    handler.onClosed(cause);
    threads.execute(this::boundLastWords);
  }

  private void boundLastWords() {
    try {
      ended.await(LAST_WORDS_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Sockets.close(raw);
  }

  @Override
  public TransportStream tryOpenStream(StreamHandler receiver) {
    if (over || streamsLeft == 0) {
      streamWanted = !over;
      return null;
    }
    streamsLeft--;
    var stream = new TcpStream(this, nextId, true, streamWindow);
    nextId += 4;
    stream.handler(receiver);
    streams.put(stream.id(), stream);
    return stream;
  }

  private void handle(List<Frame> frames) {
    for (Frame frame : frames) {
      if (!over) {
        handle(frame);
      }
    }
    readAll();
  }

  private void readAll() {
    List<TcpStream> readable = List.copyOf(burst);
    burst.clear();
    for (TcpStream stream : readable) {
      if (!closing.get()) {
        stream.deliver();
      }
    }
  }

  void handle(Frame frame) {
    switch (frame.type()) {
      case SETTINGS -> {
        streamsLeft = frame.id();
        streamWindow = frame.value();
        tellCredit();
      }
      case STREAMS -> {
        streamsLeft += frame.value();
        tellCredit();
      }
      case OPEN -> accept(frame.id());
      case CLOSE -> {
        readAll(); // what came before
        if (closing.compareAndSet(false, true)) {
          end(new CloseCause(CloseCause.Kind.PEER, frame.id(), frame.text()), LAST);
        }
      }
      case IDLE -> fail(CloseCause.Kind.IDLE_TIMEOUT, "the peer heard nothing", LAST);
      case ROOM -> makeRoom(frame);
      case DATA, FINISH, RESET, STOP -> {
        TcpStream stream = streams.get(frame.id());
        if (frame.type() == Frame.Type.DATA) {
          unread += frame.value();
          if (unread > limits.connectionWindowBytes()) {
            fail(CloseCause.Kind.FAILURE, "peer sent more than there was room for", LAST);
          } else if (stream == null) {
            taken(frame.value());
          }
        }
        if (stream != null) { // else it is over
          stream.handle(frame);
          burst.add(stream);
        }
      }
    }
  }

  private void tellCredit() {
    if (streamWanted && streamsLeft > 0) {
      streamWanted = false;
      handler.onStreamCredit();
    }
  }

  private void accept(long id) {
    boolean ofPeer = id >= 0 && id % 4 == (server ? 0 : 1);
    if (!ofPeer || streams.containsKey(id) || ++peersStreams > limits.maxStreams()) {
      fail(CloseCause.Kind.FAILURE, "peer opened a stream it must not: id=" + id, LAST);
      return;
    }
    var stream = new TcpStream(this, id, false, streamWindow);
    streams.put(id, stream);
    stream.handler(handler.onStream(stream));
  }

  private void makeRoom(Frame frame) {
    if (frame.id() == Frame.CONNECTION) {
      room += frame.value();
      List<TcpStream> waiting = List.copyOf(starved);
      starved.clear();
      waiting.forEach(TcpStream::pump);
    } else {
      TcpStream stream = streams.get(frame.id());
      if (stream != null) {
        stream.handle(frame);
      }
    }
  }

  // --- what streams ask for

  /** Returns how much of so many bytes may be sent; with nothing the stream is pumped later. */
  int takeRoom(TcpStream stream, int wanted) {
    int some = (int) Math.min(room, wanted);
    room -= some;
    if (some == 0) {
      starved.add(stream);
    }
    return some;
  }

  /** Notes that bytes of the peer are out of the way. */
  void taken(long bytes) {
    unread -= bytes;
    owed += bytes;
    if (owed >= limits.connectionWindowBytes() / 4) {
      send(Frame.of(Frame.Type.ROOM, Frame.CONNECTION, owed));
      owed = 0;
    }
  }

  /** Forgets a stream of which both directions have ended. */
  void forget(TcpStream stream, boolean ours) {
    streams.remove(stream.id());
    starved.remove(stream);
    if (!ours) {
      peersStreams--;
      send(Frame.of(Frame.Type.STREAMS, Frame.CONNECTION, 1));
    }
    stream.close();
  }
}
