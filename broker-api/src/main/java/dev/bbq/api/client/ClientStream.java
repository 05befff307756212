// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.StreamWriter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A stream that the client opens. All its methods are called in the connection's context.
 *
 * <p>It is {@link #begin begun} when the broker allows it to be opened, and {@link #ended} once,
 * for whatever reason but the good one: when nothing more will be read from it. It may end without
 * having begun.
 */
abstract class ClientStream implements StreamHandler {

  private final ClientConnection connection;
  private @Nullable TransportStream stream;
  private boolean inputOver;
  private boolean over;

  ClientStream(ClientConnection connection) {
    this.connection = connection;
  }

  /** Writes the first words. */
  abstract void begin(StreamWriter out);

  /** Takes what the broker sends. */
  abstract void received(ByteBuffer data) throws ProtocolException;

  /**
   * Learns that it has ended before it was {@link #isComplete complete}, and what is unanswered
   * stays so.
   *
   * @param withConnection whether it has ended because the connection does
   */
  abstract void ended(BbqException why, boolean withConnection);

  /** Says whether all has come that it is for, so that the broker may end it in good order. */
  boolean isComplete() {
    return false;
  }

  /** Learns that the broker wants no more of our output; what it sends may still come. */
  void outputStopped(ErrorCode code) {}

  /** Learns that the transport is through with the stream; only for one that has begun. */
  void gone() {}

  final ClientConnection connection() {
    return connection;
  }

  final boolean isOver() {
    return over;
  }

  final void onOpened(TransportStream opened) {
    stream = opened;
    if (over) {
      drop(opened, ErrorCode.CANCELLED);
    } else {
      begin(new StreamWriter(opened));
    }
  }

  /** Ends our output cleanly. */
  final void finishOutput() {
    if (stream != null) {
      stream.finish();
    }
  }

  /** Ends the stream: lets go of what is still open of it. Does nothing the second time. */
  final void end(BbqException why) {
    end(ErrorCode.CANCELLED, why, false);
  }

  /** Ends the stream as {@link #end} does, for the connection has ended or is about to. */
  final void endWithConnection(BbqException why) {
    end(ErrorCode.CANCELLED, why, true);
  }

  private void end(ErrorCode code, BbqException why, boolean withConnection) {
    if (!over) {
      letGo(code);
      ended(why, withConnection);
      connection.streamEnded(this);
    }
  }

  private void letGo(ErrorCode code) {
    over = true;
    if (stream != null) {
      drop(stream, code);
    }
  }

  /** Ends it by a word of the broker, who says so on all streams when it is about to go. */
  private void endByBroker(BbqException why) {
    end(ErrorCode.CANCELLED, why, connection.isOver());
  }

  private void drop(TransportStream open, ErrorCode code) {
    open.reset(code.number()); // does nothing to an output that was finished
    if (!inputOver) {
      open.stopReading(code.number());
    }
  }

  @Override
  public final void onData(ByteBuffer data) {
    if (over) {
      return;
    }
    try {
      received(data);
    } catch (ProtocolException e) {
      end(
          e.code(),
          new ConnectionException(
              "broker broke the protocol: code=%s, reason=%s".formatted(e.code(), e.reason()), e),
          false);
    }
  }

  @Override
  public void onReadComplete() {}

  @Override
  public final void onFinished() {
    inputOver = true;
    if (over) {
      return;
    }
    if (isComplete()) { // nobody has to be told, and to make up why would cost much
      letGo(ErrorCode.NONE);
      connection.streamEnded(this);
    } else {
      endByBroker(new ConnectionException("broker ended the stream: " + connection.server()));
    }
  }

  @Override
  public final void onReset(long code) {
    inputOver = true;
    endByBroker(
        new ConnectionException(
            "broker aborted the stream: code=%s, %s"
                .formatted(ErrorCode.ofNumber(code), connection.server())));
  }

  @Override
  public final void onStopped(long code) {
    if (!over) {
      outputStopped(ErrorCode.ofNumber(code));
    }
  }

  @Override
  public void onWritable() {}

  @Override
  public final void onClosed() {
    inputOver = true;
    if (!over) {
      connection.endWhenClosed(this); // only a connection that ends closes a stream without a word
    }
    gone();
  }
}
