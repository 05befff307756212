// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.AttributeKey;
import io.netty.util.UncheckedBooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one buffer that all streams of a socket are read into.
 *
 * <p>What is read is handed over and done with before the next read, and one thread serves the
 * socket. So bursts come in large pieces, nothing is allocated for a read, and an idle stream holds
 * no buffer.
 */
final class ReadBuffer implements RecvByteBufAllocator {

  static final AttributeKey<ReadBuffer> KEY = AttributeKey.valueOf(ReadBuffer.class, "readBuffer");

  private static final int BYTES = 64 << 10;

  private final ByteBuf buffer;

  ReadBuffer(ByteBufAllocator allocator) {
    buffer = allocator.directBuffer(BYTES, BYTES);
  }

  /** Frees the buffer when the socket has closed. */
  void release() {
    buffer.release();
  }

  @Override
  public Reading newHandle() {
    return new Reading();
  }

  /** One stream's way to the buffer: reads on until nothing is left or the stream is paused. */
  final class Reading implements ExtendedHandle {

    private @Nullable ChannelConfig config;
    private int attempted;
    private int last;

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      return buffer.refCnt() == 1 ? buffer.retain().clear() : allocator.directBuffer(BYTES, BYTES);
    }

    @Override
    public int guess() {
      return BYTES;
    }

    @Override
    public void reset(ChannelConfig streamConfig) {
      config = streamConfig;
    }

    @Override
    public void incMessagesRead(int count) {}

    @Override
    public void lastBytesRead(int bytes) {
      last = bytes;
    }

    @Override
    public int lastBytesRead() {
      return last;
    }

    @Override
    public void attemptedBytesRead(int bytes) {
      attempted = bytes;
    }

    @Override
    public int attemptedBytesRead() {
      return attempted;
    }

    @Override
    public boolean continueReading() {
      return config != null && config.isAutoRead();
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMoreDataSupplier) {
      return continueReading();
    }

    @Override
    public void readComplete() {}
  }
}
