// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.Peer;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportStream;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamLimitChangedEvent;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.codec.quic.QuicTransportParameters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection whose handshake is complete; its context is the event loop of its socket. */
final class NettyConnection extends ChannelInboundHandlerAdapter implements TransportConnection {

  private static final System.Logger LOG = System.getLogger(NettyConnection.class.getName());
  private static final int LONGEST_REASON_BYTES = 256;
  private static final int INTERNAL_ERROR = 0x1;
  private static final long STOP_ANSWER_NS = 100_000_000L;
  private static final int MOST_ABORTED_STREAMS = 100_000;

  private final QuicChannel channel;
  private final EventLoop loop;
  private final ReadBuffer readBuffer;
  private final Peer peer;
  private final Graveyard graveyard;
  private final LostWrites lostWrites;
  private final Set<NettyStream> streams = new LinkedHashSet<>();
  private final ArrayDeque<StreamOutput> toDrain = new ArrayDeque<>();
  private ConnectionHandler handler;
  private int abortedStreams;
  private boolean drainScheduled;
  private boolean creditWanted;
  private @Nullable CloseCause closeCause;
  private @Nullable Throwable failure;
  private @Nullable ByteBuffer scratch;

  NettyConnection(QuicChannel channel, Peer peer, ConnectionHandler handler) {
    this.channel = channel;
    this.peer = peer;
    this.handler = handler;
    loop = channel.eventLoop();
    readBuffer = channel.parent().attr(ReadBuffer.KEY).get();
    graveyard = new Graveyard(loop);
    lostWrites = new LostWrites(loop);
    channel.config().setAllocator(channel.parent().alloc());
    channel
        .config()
        .setOption(
            QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR,
            new SegmentedPackets(Sockets.canSegment() ? packetBytes() : 0, this::drain));
  }

  private int packetBytes() {
    int own = channel.parent().attr(Reach.KEY).get().packetBytes();
    QuicTransportParameters peers = channel.peerTransportParameters();
    return peers == null ? own : (int) Math.min(own, peers.maxUdpPayloadSize());
  }

  /** Sets the receiver of the callbacks. */
  void handler(ConnectionHandler receiver) {
    handler = receiver;
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public @Nullable TransportStream tryOpenStream(StreamHandler receiver) {
    // Beyond the peer's limit Netty would burn a stream id before it fails.
    if (!channel.isActive() || channel.peerAllowedStreams(QuicStreamType.BIDIRECTIONAL) <= 0) {
      creditWanted = true;
      return null;
    }
    var opened = new ArrayList<NettyStream>(1);
    channel.createStream(
        QuicStreamType.BIDIRECTIONAL,
        new ChannelInitializer<QuicStreamChannel>() {
          @Override
          protected void initChannel(QuicStreamChannel stream) {
            opened.add(adopt(stream));
          }
        });
    if (opened.isEmpty()) { // the connection is closing
      return null;
    }
    opened.get(0).handler(receiver);
    return opened.get(0);
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public void close(long code, String reason) {
    int error = Codes.toInt(code);
    if (loop.inEventLoop()) {
      close(error, reason);
      return;
    }
    try {
      loop.execute(() -> close(error, reason));
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.TRACE, "already ended", e);
    }
  }

  private void close(int error, String reason) {
    if (closeCause == null) {
      closeCause = new CloseCause(CloseCause.Kind.LOCAL, error, reason);
    }
    channel.close(true, error, Unpooled.copiedBuffer(cut(reason)));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var stream = (QuicStreamChannel) message;
    if (!channel.isActive()) { // closed by the handler of another stream of the same packet
      return;
    }
    NettyStream adopted = adopt(stream);
    call(() -> adopted.handler(handler.onStream(adopted)));
    loop.register(stream); // reads what has come already
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof QuicStreamLimitChangedEvent) {
      if (creditWanted && channel.peerAllowedStreams(QuicStreamType.BIDIRECTIONAL) > 0) {
        creditWanted = false;
        call(handler::onStreamCredit);
      }
    } else if (event instanceof QuicConnectionCloseEvent closed) {
      if (closeCause == null) {
        closeCause = Causes.ofPeer(closed);
      }
      // quiche lingers for some round trips before it reports the end. Later, as data of the same
      // packet comes after this event.
      callLater(() -> channel.close());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.log(System.Logger.Level.DEBUG, () -> "connection error: peer=" + peer.address(), cause);
    failure = cause;
  }

  // Not channelInactive, which comes while Netty may still have events of streams on its list.
  @Override
  public void channelUnregistered(ChannelHandlerContext context) {
    CloseCause cause = closeCause == null ? Causes.ofEnd(channel, failure) : closeCause;
    closeCause = cause;
    for (NettyStream stream : List.copyOf(streams)) {
      call(stream::onConnectionEnded);
    }
    call(() -> handler.onClosed(cause));
  }

  /** Ends the connection because of a fault on our side. */
  void fail(Throwable fault) {
    LOG.log(System.Logger.Level.WARNING, () -> "connection failed: peer=" + peer.address(), fault);
    if (closeCause == null) {
      String reason = String.valueOf(Causes.root(fault).getMessage());
      closeCause = new CloseCause(CloseCause.Kind.FAILURE, INTERNAL_ERROR, reason);
    }
    // Later: this may run while Netty makes packets of this connection, and to close it then fails.
    loop.execute(() -> channel.close(false, INTERNAL_ERROR, Unpooled.EMPTY_BUFFER));
  }

  /**
   * Runs a callback after what runs now, so that none comes from within a call into this transport.
   */
  void callLater(Runnable callback) {
    loop.execute(() -> call(callback));
  }

  /** Runs a callback, whose failure is the end of the connection. */
  private void call(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /**
   * Runs a task when the peer has most likely answered a STOP_SENDING that leaves now: some time
   * after that has been acknowledged.
   */
  void afterStop(Runnable task) {
    schedule(task, STOP_ANSWER_NS);
  }

  void schedule(Runnable task, long delayNs) {
    loop.schedule(task, delayNs, TimeUnit.NANOSECONDS);
  }

  /**
   * Hands over the output of a stream before packets are next made: at the end of the read pass or
   * of the tasks that are due.
   */
  void scheduleDrain(StreamOutput output) {
    toDrain.add(output);
    if (!drainScheduled) {
      drainScheduled = true;
      loop.execute(
          () -> {
            drainScheduled = false;
            drain();
          });
    }
  }

  // Runs within itself: the first write makes Netty send, which comes here for the rest.
  private void drain() {
    for (StreamOutput output = toDrain.poll(); output != null; output = toDrain.poll()) {
      output.drain();
    }
  }

  /** Returns room for what is to be thrown away. */
  ByteBuffer scratch() {
    if (scratch == null) {
      scratch = ByteBuffer.allocate(TransportStream.MAX_OUTPUT_BYTES);
    }
    return scratch.clear();
  }

  LostWrites lostWrites() {
    return lostWrites;
  }

  void forget(NettyStream stream) {
    streams.remove(stream);
  }

  void bury(QuicStreamChannel stream, boolean finReceived) {
    graveyard.bury(stream);
    if (!finReceived) {
      countAborted();
    }
  }

  /**
   * Counts a stream of which Netty keeps a trace of 0.7 KiB until the connection ends: one whose
   * input didn't end with FIN.
   */
  void countAborted() {
    if (++abortedStreams == MOST_ABORTED_STREAMS) {
      fail(new IllegalStateException("too many aborted streams: count=" + abortedStreams));
    }
  }

  private NettyStream adopt(QuicStreamChannel stream) {
    stream.config().setAllocator(channel.alloc()).setRecvByteBufAllocator(readBuffer);
    var adopted = new NettyStream(this, stream);
    stream.pipeline().addLast(adopted);
    streams.add(adopted);
    return adopted;
  }

  private static byte[] cut(String reason) {
    byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, LONGEST_REASON_BYTES);
    if (length < bytes.length) {
      while ((bytes[length] & 0xC0) == 0x80) { // not within a character
        length--;
      }
    }
    return Arrays.copyOf(bytes, length);
  }
}
