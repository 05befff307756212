// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.BlockCodec;
import dev.bbq.api.wire.BlockReader;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.Reply;
import dev.bbq.api.wire.Tag;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose other end is the test. The client uses it as a {@link TransportStream}; the
 * methods that may be called by the test say so.
 */
final class FakeStream implements TransportStream {

  /** What the client does on a stream. */
  sealed interface Event {}

  /** A whole block. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Sent(int tag, byte[] payload) implements Event {
    @Override
    public String toString() {
      return "Sent[tag=%s, length=%d]".formatted(Tag.text(tag), payload.length);
    }
  }

  /** The clean end of its output. */
  record Finished() implements Event {}

  /** The abort of its output. */
  record Reset(long code) implements Event {}

  /** The end of its interest. */
  record StoppedReading(long code) implements Event {}

  private static final long PATIENCE_S = 10;

  private final FakeConnection connection;
  private final long id;
  private @Nullable StreamHandler handler;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final BlockReader reader = new BlockReader(tag -> 1L << 30);
  private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private Runnable onSent = () -> {};
  private int unconfirmed;
  private boolean writable = true;
  private int flushesLeft;
  private boolean outputOver;
  private boolean inputOver;
  private boolean closed;
  private final AtomicInteger writes = new AtomicInteger();

  FakeStream(FakeConnection connection, long id) {
    this.connection = connection;
    this.id = id;
  }

  void handler(StreamHandler receiver) {
    handler = receiver;
  }

  // --- the test's side, any thread

  /** Returns what the client does next. */
  Event next() {
    try {
      Event event = events.poll(PATIENCE_S, TimeUnit.SECONDS);
      assertThat(event).as("next event on stream %d", id).isNotNull();
      return event;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the block that the client sends next. */
  Sent nextBlock() {
    Event event = next();
    assertThat(event).isInstanceOf(Sent.class);
    return (Sent) event;
  }

  /** Returns the control block that the client sends next. */
  Block.Request nextRequest() {
    Sent sent = nextBlock();
    try {
      return BlockCodec.decodeRequest(sent.tag(), sent.payload());
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  /** Tells whether the client has done nothing more so far. */
  boolean isQuiet() {
    connection.settle();
    return events.isEmpty();
  }

  /** Returns in how many writes the client's bytes came so far. */
  int writes() {
    return writes.get();
  }

  void send(Block.Response block) {
    send(BlockCodec.encode(block));
  }

  void send(byte... bytes) {
    connection.run(
        () -> {
          if (!inputOver) {
            handler.onData(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
            handler.onReadComplete();
          }
        });
  }

  /**
   * Confirms each message as it comes.
   *
   * @param counter counts the confirms that the client was handed
   * @param skipped how many of the first to leave unanswered until there is one more
   */
  void confirmEach(AtomicInteger counter, int skipped) {
    connection.run(() -> onSent = () -> confirm(counter, skipped));
  }

  private void confirm(AtomicInteger counter, int skipped) {
    unconfirmed++;
    if (unconfirmed > skipped) {
      byte[] confirms = new byte[unconfirmed];
      Arrays.fill(confirms, Reply.CONFIRMED);
      unconfirmed = 0;
      connection.run(
          () -> {
            if (!inputOver && !closed) {
              counter.addAndGet(confirms.length);
              handler.onData(ByteBuffer.wrap(confirms));
              handler.onReadComplete();
            }
          });
    }
  }

  void finishFromBroker() {
    connection.run(
        () -> {
          if (!inputOver) {
            inputOver = true;
            handler.onFinished();
            closeIfOver();
          }
        });
  }

  void resetFromBroker(long code) {
    connection.run(
        () -> {
          if (!inputOver) {
            inputOver = true;
            handler.onReset(code);
            closeIfOver();
          }
        });
  }

  void stopFromBroker(long code) {
    connection.run(
        () -> {
          if (!outputOver) {
            outputOver = true;
            handler.onStopped(code);
            closeIfOver();
          }
        });
  }

  void writable(boolean value) {
    connection.run(
        () -> {
          writable = value;
          if (value) {
            handler.onWritable();
          }
        });
  }

  /** Becomes writable until the client has flushed so many times. */
  void writableForFlushes(int count) {
    connection.run(
        () -> {
          writable = true;
          flushesLeft = count;
          handler.onWritable();
        });
  }

  // --- in the connection's context

  void fill() {
    writable = false;
  }

  void connectionClosed() {
    if (!closed) {
      closed = true;
      handler.onClosed();
    }
  }

  private void closeIfOver() {
    if (inputOver && outputOver && !closed) {
      connection.run(this::connectionClosed);
      connection.forget(this);
    }
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public ByteBuffer output(int minBytes) {
    assertThat(minBytes).isBetween(0, MAX_OUTPUT_BYTES);
    connection.requireContext();
    if (buffer.remaining() < minBytes || buffer.remaining() == 0) {
      gather();
      buffer = ByteBuffer.allocate(Math.max(minBytes, 1000));
    }
    return buffer;
  }

  private void gather() {
    gathered.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  @Override
  public void flush() {
    connection.requireContext();
    gather();
    if (outputOver || gathered.size() == 0) {
      gathered.reset();
      return;
    }
    writes.incrementAndGet();
    if (--flushesLeft == 0) {
      writable = false;
    }
    ByteBuffer bytes = ByteBuffer.wrap(gathered.toByteArray());
    gathered.reset();
    try {
      while (reader.read(bytes)) {
        Sent sent = new Sent(reader.tag(), reader.payload());
        events.add(sent);
        connection.sent(this, sent);
        onSent.run();
      }
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public boolean isWritable() {
    return writable;
  }

  @Override
  public void finish() {
    if (!outputOver) {
      flush();
      outputOver = true;
      events.add(new Finished());
      closeIfOver();
    }
  }

  @Override
  public void reset(long code) {
    connection.requireContext();
    if (!outputOver) {
      outputOver = true;
      events.add(new Reset(code));
      closeIfOver();
    }
  }

  @Override
  public void stopReading(long code) {
    connection.requireContext();
    if (!inputOver) {
      inputOver = true;
      events.add(new StoppedReading(code));
      closeIfOver();
    }
  }

  @Override
  public void pauseReading() {}

  @Override
  public void resumeReading() {}
}
