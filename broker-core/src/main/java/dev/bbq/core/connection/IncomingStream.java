// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.CANCELLED;
import static dev.bbq.api.ErrorCode.NO_PROGRESS;
import static dev.bbq.api.ErrorCode.UNKNOWN_TAG;

import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.api.wire.Tag;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream that a client has opened: its first four bytes say of what kind it is; from there on it
 * is a {@link BlockStream}.
 */
final class IncomingStream implements StreamHandler {

  private final ClientConnection connection;
  private final TransportStream stream;
  private final ByteBuffer first = ByteBuffer.allocate(Tag.BYTES);
  private @Nullable BlockStream kind;
  private boolean refused;
  private long lastProgress;
  private int sweepsWithout;

  IncomingStream(ClientConnection connection, TransportStream stream) {
    this.connection = connection;
    this.stream = stream;
  }

  @Override
  public void onData(ByteBuffer data) {
    BlockStream known = kind;
    if (known != null) {
      guard(data, BlockStream::onData);
    } else if (!refused) {
      begin(data);
    }
  }

  private void begin(ByteBuffer data) {
    boolean whole = first.position() == 0 && data.remaining() >= Tag.BYTES;
    if (!whole) {
      while (first.hasRemaining() && data.hasRemaining()) {
        first.put(data.get());
      }
      if (first.hasRemaining()) {
        return;
      }
    }
    int tag = whole ? data.getInt(data.position()) : first.getInt(0);
    BlockStream opened = connection.open(tag, stream);
    if (opened == null) {
      refuse(UNKNOWN_TAG.number());
      return;
    }
    kind = opened;
    if (!whole) {
      guard(first.flip(), BlockStream::onData);
    }
    guard(data, BlockStream::onData);
  }

  @Override
  public void onReadComplete() {
    if (kind != null) {
      guard(BlockStream::onReadComplete);
    }
  }

  @Override
  public void onFinished() {
    if (kind != null) {
      guard(BlockStream::onFinished);
    } else if (!refused) {
      refuse(UNKNOWN_TAG.number()); // ended before it said what it wants
    }
  }

  @Override
  public void onReset(long code) {
    if (kind != null) {
      guard(code, BlockStream::onReset);
    } else {
      refuse(CANCELLED.number());
    }
  }

  @Override
  public void onStopped(long code) {
    if (kind != null) {
      guard(code, BlockStream::onStopped);
    } else {
      refuse(CANCELLED.number());
    }
  }

  @Override
  public void onWritable() {
    if (kind != null) {
      guard(BlockStream::onWritable);
    }
  }

  @Override
  public void onClosed() {
    connection.closed(this, kind);
    if (kind != null) {
      guard(BlockStream::onClosed);
    }
  }

  /** Calls the stream; a fault of ours there ends this stream alone. */
  private void guard(Consumer<BlockStream> call) {
    guard(call, (stream, it) -> it.accept(stream));
  }

  private <T> void guard(T argument, BiConsumer<BlockStream, T> call) {
    BlockStream known = kind;
    if (known == null) {
      return;
    }
    try {
      call.accept(known, argument);
    } catch (RuntimeException bug) {
      known.failed(bug);
    }
    connection.worked();
  }

  private void refuse(long code) {
    refused = true;
    stream.stopReading(code);
    stream.reset(code);
  }

  /** Gives the stream up when the client owes bytes and none came for so many sweeps. */
  void sweep(int patience) {
    long progress = owedProgress();
    if (progress == BlockStream.NOTHING_OWED || progress != lastProgress) {
      lastProgress = progress;
      sweepsWithout = 0;
      return;
    }
    sweepsWithout++;
    if (sweepsWithout < patience) {
      return;
    }
    if (kind != null) {
      kind.abort(NO_PROGRESS.number());
    } else {
      refuse(NO_PROGRESS.number());
    }
  }

  /** Lets go of what can be spared while memory is short. */
  void saveMemory() {
    if (kind != null) {
      guard(BlockStream::saveMemory);
    }
  }

  /** Tells whether the client has been handed all that is on its way to it now. */
  boolean isIdle() {
    return kind == null || kind.isIdle();
  }

  private long owedProgress() {
    if (kind != null) {
      return kind.owedProgress();
    }
    return refused ? BlockStream.NOTHING_OWED : first.position();
  }
}
