// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import dev.bbq.api.transport.StreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.NoSuchElementException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a stream: a thread that waits for data and hands it to the context, where
 * all that has come meanwhile is read too.
 *
 * <p>kwik's own way to stop reading never gives back the connection's credit for what was not read,
 * so a stopped stream is read on and thrown away instead, and its peer is told nothing.
 */
final class StreamInput {

  // Small, as each stream has it; the rest of a burst goes through a buffer of the connection.
  private static final int FIRST_BYTES = 256;
  private static final int MOST_BYTES_A_BURST = 256 << 10;
  // A reset may come so that the reader that it should wake sleeps on; an interrupt wakes it.
  private static final long LONGEST_SLEEP_NS = 500_000_000L;

  private final KwikStream stream;
  private final KwikConnection connection;
  private final InputStream input;
  private final byte[] beginning = new byte[FIRST_BYTES];
  // The reader waits for it between what it has handed over and what it reads next.
  private final Semaphore turn = new Semaphore(0);
  private volatile boolean discarding;
  private volatile @Nullable Thread reader;
  // When the reader began to wait for data, or 0.
  private volatile long waitingSinceNs;

  // The rest belongs to the context.
  private boolean paused;
  private boolean ended;
  // What came while reading was paused.
  private @Nullable Runnable held;

  StreamInput(KwikStream stream, KwikConnection connection, InputStream input) {
    this.stream = stream;
    this.connection = connection;
    this.input = input;
  }

  /** Begins to read. */
  void start() {
    reader = connection.threads().start("reader", this::read);
  }

  boolean hasEnded() {
    return ended;
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
    Runnable waiting = held;
    if (waiting != null) {
      held = null;
      connection.callLater(waiting);
    }
  }

  /** Lets nothing more through to the receiver. */
  void stop() {
    ended = true;
    discarding = true;
    held = null;
    turn.release();
  }

  /** Interrupts a reader that has slept for long. */
  void patrol(long nowNs) {
    long sinceNs = waitingSinceNs;
    Thread sleeper = reader;
    if (sinceNs != 0 && sleeper != null && nowNs - sinceNs > LONGEST_SLEEP_NS) {
      waitingSinceNs = nowNs;
      sleeper.interrupt();
    }
  }

  /** Says whether the reader still runs. */
  boolean isAlive() {
    Thread started = reader;
    return started != null && started.isAlive();
  }

  private void read() {
    try {
      while (true) {
        waitingSinceNs = System.nanoTime();
        int count = readSome();
        waitingSinceNs = 0;
        connection.moved();
        if (count < 0) {
          connection.callLater(() -> end(StreamHandler::onFinished));
          return;
        }
        if (!discarding) {
          connection.callLater(() -> deliver(count));
          turn.acquireUninterruptibly();
        }
      }
    } catch (IOException e) {
      waitingSinceNs = 0;
      connection.moved();
      // Else it is the connection that has ended, which says so itself.
      if (String.valueOf(e.getMessage()).contains("reset")) {
        connection.callLater(() -> end(handler -> handler.onReset(0)));
      }
    } catch (RuntimeException e) {
      connection.fail(e);
    }
  }

  /**
   * Waits for data and reads it; returns -1 at the end.
   *
   * <p>A reset empties kwik's buffer under the reader's hands (ReceiveBufferImpl.discardAllData),
   * who then falls over frames that are not there. The next read says that it was a reset.
   */
  private int readSome() throws IOException {
    try {
      return input.read(beginning, 0, FIRST_BYTES);
    } catch (NoSuchElementException | IndexOutOfBoundsException e) {
      return input.read(beginning, 0, FIRST_BYTES);
    }
  }

  private void deliver(int first) {
    if (ended) {
      turn.release();
      return;
    }
    StreamHandler handler = stream.handler(); // which may pause
    if (paused || ended) {
      held = () -> deliver(first);
      return;
    }
    int total = first;
    handler.onData(ByteBuffer.wrap(beginning, 0, first).asReadOnlyBuffer());
    byte[] rest = connection.inputBuffer();
    while (!paused && !ended && total < MOST_BYTES_A_BURST) {
      int more = readAvailable(rest);
      if (more == 0) {
        break;
      }
      total += more;
      handler.onData(ByteBuffer.wrap(rest, 0, more).asReadOnlyBuffer());
    }
    handler.onReadComplete();
    if (paused && !ended) {
      held = turn::release;
    } else {
      turn.release();
    }
  }

  /** Reads what is there, which waits for nothing. */
  private int readAvailable(byte[] buffer) {
    try {
      return input.available() == 0 ? 0 : Math.max(0, input.read(buffer, 0, buffer.length));
    } catch (IOException | NoSuchElementException | IndexOutOfBoundsException e) {
      return 0; // the reader meets it next
    }
  }

  private void end(java.util.function.Consumer<StreamHandler> news) {
    if (ended) {
      return;
    }
    StreamHandler handler = stream.handler(); // which may pause
    if (paused || ended) {
      held = () -> end(news);
      return;
    }
    ended = true;
    news.accept(handler);
    stream.onHalfEnded();
  }
}
