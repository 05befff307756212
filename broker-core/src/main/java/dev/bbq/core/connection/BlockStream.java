// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.CANCELLED;
import static dev.bbq.api.ErrorCode.INTERNAL;
import static dev.bbq.api.ErrorCode.NO_PROGRESS;
import static dev.bbq.api.ErrorCode.TRUNCATED_BLOCK;

import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.BlockCodec;
import dev.bbq.api.wire.BlockLimits;
import dev.bbq.api.wire.BlockReader;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.StreamWriter;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;

/**
 * The broker's side of a stream whose kind is known: reads blocks, and ends the stream the way
 * docs/protocol.md says under "Protocol errors". In the connection's context only.
 */
abstract class BlockStream implements StreamHandler {

  private static final System.Logger LOGGER = System.getLogger(BlockStream.class.getName());

  /** The answer of {@link #owedProgress()} when the client owes nothing. */
  static final long NOTHING_OWED = -1;

  final TransportStream stream;
  final ClientConnection connection;
  final StreamWriter writer;
  private final BlockReader reader;
  private boolean inputOver;
  private boolean aborted;
  private long accountedBytes;

  BlockStream(TransportStream stream, ClientConnection connection, BlockLimits limits) {
    this.stream = stream;
    this.connection = connection;
    this.writer = new StreamWriter(stream);
    this.reader = new BlockReader(limits);
  }

  /** Returns what kind of stream it is. */
  abstract StreamKind kind();

  /** Takes one block. */
  abstract void onBlock(int tag, byte[] payload) throws ProtocolException;

  /** Takes the end of a block that was {@linkplain #discardBlock thrown away}. */
  void onDiscarded() {}

  /** Learns that the client has sent all it will, cleanly. */
  abstract void onEnd();

  /** Learns that more output is welcome again. */
  abstract void onWritableAgain();

  /**
   * Learns that the client has given the stream up, in one direction or both, or is gone. May come
   * more than once.
   */
  abstract void onAborted();

  /**
   * Learns that the client has broken the protocol; nothing of the block counts, and no more input
   * comes.
   */
  void onViolation(ProtocolException violation) {
    respond(new Block.Fail(violation.code(), violation.reason()));
    writer.finish();
  }

  /** Writes an answer; it leaves with the next flush. */
  final void respond(Block.Response response) {
    writer.write(BlockCodec.encode(response));
  }

  /**
   * Tells whether the client has been handed all that is on its way to it now, and what it has said
   * has been done.
   */
  abstract boolean isIdle();

  /** Returns how much memory an incomplete block takes, in bytes. */
  final int heldBytes() {
    return reader.heldBytes();
  }

  /** Throws an incomplete block away, to save memory. */
  final void discardBlock() {
    reader.discard();
  }

  // --- memory

  /** Returns how much memory the stream takes for its client that nothing else counts, in bytes. */
  long keptBytes() {
    return 0;
  }

  /** Counts anew what the stream keeps; to be called when that has changed. */
  final void account() {
    long change = keptBytes() - accountedBytes;
    accountedBytes += change;
    connection.keeps(change);
  }

  /**
   * Lets go of what can be spared while memory is short, and of the whole stream if that is not
   * enough and its client does not read.
   */
  final void saveMemory() {
    account();
    if (accountedBytes > 0 && connection.keepsTooMuch()) {
      spare();
      account();
      if (accountedBytes > 0 && !writer.isReady() && connection.keepsTooMuch()) {
        abort(NO_PROGRESS.number());
      }
    }
  }

  /** Lets go of what can be done without. */
  void spare() {}

  /** Tells whether the broker keeps so much for the stream that its client has to read on. */
  boolean mustBeRead() {
    return false;
  }

  /** Tells whether the stream is not read, so that its client can't be asked for more. */
  boolean isPaused() {
    return false;
  }

  /**
   * Returns a number that grows when the client does what it owes: reads what can't be kept for it,
   * or goes on with its block; {@link #NOTHING_OWED} when it owes nothing.
   */
  final long owedProgress() {
    if (mustBeRead() && !writer.isReady()) {
      return writer.handedBytes();
    }
    return !isPaused() && !inputOver && reader.inBlock() ? reader.progress() : NOTHING_OWED;
  }

  // --- tasks and faults

  /**
   * Runs a task of the stream in the connection's context, unless the transport has ended, which
   * leaves nobody to answer. Any thread.
   */
  final void later(Runnable task) {
    try {
      connection.execute(() -> guarded(task));
    } catch (RejectedExecutionException transportEnded) {
      // the stream has ended with it
    }
  }

  /** Runs a task of the stream; a fault of ours there ends this stream alone. */
  final void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException bug) {
      failed(bug);
    }
  }

  /** Gives the stream up after a fault of ours: one stream's trouble is not its neighbours'. */
  final void failed(RuntimeException bug) {
    LOGGER.log(Level.ERROR, () -> "stream failed: stream=%d".formatted(stream.id()), bug);
    abort(INTERNAL.number());
  }

  /** Gives the stream up in both directions. */
  final void abort(long code) {
    if (aborted) {
      return;
    }
    aborted = true;
    inputOver = true;
    reader.discard();
    stream.stopReading(code);
    stream.reset(code);
    writer.abandon();
    onAborted();
    account();
  }

  /** Stops listening to a client whose stream ends for a reason of its own. */
  final void endInput(long code) {
    inputOver = true;
    stream.stopReading(code);
  }

  @Override
  public final void onData(ByteBuffer data) {
    if (inputOver) {
      return;
    }
    try {
      while (!inputOver && reader.read(data)) {
        if (reader.isDiscarded()) {
          onDiscarded();
        } else {
          onBlock(reader.tag(), reader.payload());
        }
      }
    } catch (ProtocolException violation) {
      violated(violation);
    }
  }

  @Override
  public final void onFinished() {
    if (inputOver) {
      return;
    }
    if (reader.inBlock()) {
      violated(new ProtocolException(TRUNCATED_BLOCK, "input ended within a block"));
    } else {
      inputOver = true;
      onEnd();
    }
  }

  @Override
  public final void onReset(long code) {
    if (!inputOver) { // else it answers our stopReading, and our last words are still on their way
      abort(CANCELLED.number());
    }
  }

  @Override
  public final void onStopped(long code) {
    abort(CANCELLED.number());
  }

  @Override
  public final void onWritable() {
    boolean ready = writer.resume();
    account();
    if (ready) {
      onWritableAgain();
    }
  }

  @Override
  public final void onClosed() {
    inputOver = true;
    writer.abandon();
    onAborted();
    account();
  }

  private void violated(ProtocolException violation) {
    inputOver = true;
    reader.discard();
    onViolation(violation);
    stream.stopReading(violation.code().number());
  }
}
