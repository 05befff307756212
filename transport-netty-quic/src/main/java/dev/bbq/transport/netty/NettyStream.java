// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.quic.QuicException;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamResetException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** One stream: its receiving half, and the end of both. */
final class NettyStream extends ChannelInboundHandlerAdapter implements TransportStream {

  private final NettyConnection connection;
  private final QuicStreamChannel channel;
  private final StreamOutput output;
  private StreamHandler handler = Unheard.STREAM;

  private boolean paused;
  // Data came since the last onReadComplete.
  private boolean inBurst;
  // The receiver has been told the end of the input, or has said that it wants no more.
  private boolean inputEnded;
  // No more input can come from quiche.
  private boolean inputDone;
  private boolean finReceived;
  private boolean settled;
  private boolean closed;

  NettyStream(NettyConnection connection, QuicStreamChannel channel) {
    this.connection = connection;
    this.channel = channel;
    output = new StreamOutput(this, connection, channel);
  }

  /** Sets the receiver of the callbacks; before the first of them. */
  void handler(StreamHandler receiver) {
    handler = receiver;
  }

  @Override
  public long id() {
    return channel.streamId();
  }

  @Override
  public ByteBuffer output(int minBytes) {
    if (minBytes < 0 || minBytes > MAX_OUTPUT_BYTES) {
      throw new IllegalArgumentException("size out of range: minBytes=" + minBytes);
    }
    return output.buffer(minBytes);
  }

  @Override
  public void flush() {
    output.flush();
  }

  @Override
  public boolean isWritable() {
    return output.isWritable();
  }

  @Override
  public void finish() {
    output.finish();
  }

  @Override
  public void reset(long code) {
    output.reset(Codes.toInt(code));
  }

  @Override
  public void stopReading(long code) {
    int error = Codes.toInt(code);
    if (inputEnded || closed) {
      return;
    }
    inputEnded = true;
    if (output.endHandedOver()) {
      // quiche never gives back the credit of a stopped stream whose sending half is complete when
      // the peer's end arrives. So that isn't
      // risked: we read on and throw away.
      resumeReading();
    } else {
      // For the same reason the end of our output must follow the peer's answer to this.
      inputDone = true;
      output.holdEnd();
      channel.shutdownInput(error);
      connection.afterStop(output::releaseEnd);
    }
    onHalfEnded();
  }

  @Override
  public void pauseReading() {
    if (!inputEnded) {
      paused = true;
      channel.config().setAutoRead(false);
    }
  }

  @Override
  public void resumeReading() {
    if (paused) {
      paused = false;
      // Later, as Netty would read from within this call.
      connection.callLater(
          () -> {
            if (!paused) {
              channel.config().setAutoRead(true);
            }
          });
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      if (!inputEnded) {
        inBurst = true;
        handler.onData(bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes()));
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (inBurst) {
      inBurst = false;
      if (!inputEnded) {
        handler.onReadComplete();
      }
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE && !inputDone) {
      finReceived = true;
      inputDone = true;
      if (!inputEnded) {
        inputEnded = true;
        handler.onFinished();
      }
      onHalfEnded();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof QuicStreamResetException reset) {
      if (!inputDone) {
        inputDone = true;
        if (!inputEnded) {
          inputEnded = true;
          handler.onReset(reset.applicationProtocolCode());
        }
        onHalfEnded();
      }
    } else if (!isExpected(cause)) {
      connection.fail(cause);
    }
  }

  /** Returns whether Netty has read from a stopped stream, or one that a handler has closed. */
  private boolean isExpected(Throwable cause) {
    return cause instanceof ClosedChannelException || (inputDone && cause instanceof QuicException);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    onConnectionEnded();
  }

  /** Returns whether no more input can come. */
  boolean isInputDone() {
    return inputDone;
  }

  /** Ends this stream, whatever its state, as nothing can come any more. */
  void onConnectionEnded() {
    settled = true;
    inputEnded = true;
    inputDone = true;
    output.abandon();
    tellClosed();
  }

  /** Notes that one half has ended; both may have. */
  void onHalfEnded() {
    if (inputDone && output.isDone() && !settled) {
      settled = true;
      settle();
    }
    if (inputEnded && output.isDone()) {
      connection.callLater(this::tellClosed);
    }
  }

  void tellWritable() {
    connection.callLater(
        () -> {
          if (!closed && isWritable()) {
            handler.onWritable();
          }
        });
  }

  void tellStopped() {
    // Netty doesn't let the code through.
    connection.callLater(
        () -> {
          if (!closed) {
            handler.onStopped(0);
          }
        });
  }

  private void tellClosed() {
    if (!closed) {
      closed = true;
      connection.forget(this);
      handler.onClosed();
    }
  }

  /** Lets go of the channel, of which Netty knows by itself only if both halves ended with FIN. */
  private void settle() {
    if (!output.isFinished()) {
      connection.bury(channel, finReceived);
    } else if (!finReceived) {
      channel.close();
      connection.countAborted();
    }
  }
}
