// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.BlockCodec;
import dev.bbq.api.wire.BlockLimits;
import dev.bbq.api.wire.BlockReader;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.StreamWriter;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A stream on which both sides send blocks. What is sent before it is open waits. */
abstract class BlockStream extends ClientStream {

  private final BlockReader in;
  private final Queue<Block.Request> early = new ArrayDeque<>();
  private @Nullable StreamWriter out;

  BlockStream(ClientConnection connection, BlockLimits limits) {
    super(connection);
    in = new BlockReader(limits);
  }

  /** Takes a block of the control plane. */
  abstract void answered(Block.Response block) throws ProtocolException;

  /** Takes a block by its tag. */
  void answered(int tag, byte[] payload) throws ProtocolException {
    answered(BlockCodec.decodeResponse(tag, payload));
  }

  /** Sends a block. */
  final void send(Block.Request block) {
    write(block);
    flush();
  }

  /** Puts a block into the output, to be sent by {@link #flush}. */
  final void write(Block.Request block) {
    if (out == null) {
      early.add(block);
    } else {
      out.write(BlockCodec.encode(block));
    }
  }

  final void flush() {
    if (out != null) {
      out.flush();
    }
  }

  /** Says whether more output is welcome. */
  final boolean isReady() {
    return out != null && out.isReady();
  }

  @Override
  final void begin(StreamWriter writer) {
    out = writer;
    early.forEach(block -> writer.write(BlockCodec.encode(block)));
    early.clear();
    writer.flush();
    if (writer.isReady()) {
      ready();
    }
  }

  /** Learns that {@link #isReady()} is true. */
  void ready() {}

  @Override
  final void received(ByteBuffer data) throws ProtocolException {
    while (!isOver() && in.read(data)) {
      answered(in.tag(), in.payload());
    }
  }

  @Override
  public final void onWritable() {
    if (out != null && out.resume()) {
      ready();
    }
  }
}
