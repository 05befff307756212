// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.ConnectionException;
import dev.bbq.api.Delivery;
import dev.bbq.api.Message;
import dev.bbq.api.MessageProperties;
import dev.bbq.api.Receiver;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a receiver gets to an output, in bursts: a burst is gathered while deliveries are
 * there to be had, written in one piece, and only then acked. So nothing is ever acked that has not
 * left this process. Not for use by several threads.
 */
final class MessagePrinter {

  /** Why printing has ended. */
  enum End {
    /** As many as wanted were written. */
    COUNT,
    /** Nothing came for long enough. */
    IDLE,
    /** The thread was interrupted. */
    INTERRUPTED,
    /** Whoever reads the output wants no more. */
    OUTPUT_CLOSED
  }

  /** What is written of a message. */
  enum Form {
    /** Its body. */
    BODY,
    /** Its body and a line end. */
    LINE,
    /** A line of JSON with all that is known of it. */
    JSON
  }

  private static final int BUFFER_BYTES = 64 << 10;
  private static final byte LINE_END = '\n';
  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final Receiver receiver;
  private final OutputStream out;
  private final Form form;
  private final Pace pace;
  private final int burstMessages;

  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private @Nullable Delivery last; // gathered, not yet acked
  private int burst;
  private int burstRedelivered;
  private int burstResent;
  private boolean owesLineEnd;
  private long written;
  private long redelivered;
  private long resent;

  /**
   * Creates a printer.
   *
   * @param out not buffered: what is written without an exception has left this process
   * @param form what is written of each message
   * @param pace how fast messages are written; with a limit each is acked alone
   * @param burstMessages how many messages are acked together at most; less than the receiver's
   *     credit, so that the next are on their way meanwhile
   */
  MessagePrinter(Receiver receiver, OutputStream out, Form form, Pace pace, int burstMessages) {
    this.receiver = receiver;
    this.out = out;
    this.form = form;
    this.pace = pace;
    this.burstMessages = pace.isLimited() ? 1 : Math.max(1, burstMessages);
  }

  /**
   * Prints until something ends it. What was gathered when the receiver fails is not written: it
   * goes to another consumer. What was written when a connection is lost for a while, and could not
   * be acked, comes again.
   *
   * @param wanted how many messages
   * @param idle how long nothing may come; empty for ever
   */
  End print(long wanted, Optional<Duration> idle) throws IOException {
    try {
      return gather(wanted, idle);
    } catch (OutputClosedException e) {
      return End.OUTPUT_CLOSED;
    }
  }

  /** Returns how many messages were written. */
  long written() {
    return written;
  }

  /** Returns how many of those had been delivered before. */
  long redelivered() {
    return redelivered;
  }

  /** Returns how many of those their publisher had sent before, maybe with success. */
  long resent() {
    return resent;
  }

  private End gather(long wanted, Optional<Duration> idle) throws IOException {
    Duration patience = idle.orElse(FOR_EVER);
    while (written + burst < wanted) {
      Optional<Delivery> delivery;
      try {
        pace.await();
        delivery = receiver.receive(burst == 0 ? patience : Duration.ZERO);
      } catch (InterruptedException e) {
        settle();
        return End.INTERRUPTED;
      }
      if (delivery.isPresent()) {
        append(delivery.get());
      } else if (burst > 0) {
        settle();
      } else if (idle.isPresent()) {
        return End.IDLE;
      }
      if (burst >= burstMessages || buffer.position() >= BUFFER_BYTES / 2) {
        settle();
      }
    }
    settle();
    return End.COUNT;
  }

  private void append(Delivery delivery) throws IOException {
    last = delivery;
    burst++;
    if (delivery.redeliveries() > 0) {
      burstRedelivered++;
    }
    Message message = delivery.message();
    if (message.properties().resent()) {
      burstResent++;
    }
    if (owesLineEnd) {
      append(LINE_END);
      owesLineEnd = false;
    }
    append(form == Form.JSON ? Message.of(MessageJson.of(delivery)) : message);
    if (form == Form.LINE && isUnterminated(message)) {
      owesLineEnd = true;
    } else if (form != Form.BODY) {
      append(LINE_END);
    }
  }

  private static boolean isUnterminated(Message message) {
    MessageProperties properties = message.properties();
    return properties.headers().containsKey(PropertyOptions.UNTERMINATED);
  }

  private void append(byte single) throws IOException {
    if (!buffer.hasRemaining()) {
      write();
    }
    buffer.put(single);
  }

  private void append(Message message) throws IOException {
    int from = 0;
    while (from < message.size()) {
      if (!buffer.hasRemaining()) {
        write();
      }
      int count = Math.min(buffer.remaining(), message.size() - from);
      message.copyTo(buffer, from, count);
      from += count;
    }
  }

  private void write() throws IOException {
    try {
      out.write(buffer.array(), 0, buffer.position());
      out.flush();
    } catch (IOException e) {
      throw OutputClosedException.isMeantBy(e) ? new OutputClosedException(e) : e;
    }
    buffer.clear();
  }

  private void settle() throws IOException {
    Delivery end = last;
    if (end == null) {
      return;
    }
    write();
    try {
      end.ackAll();
    } catch (ConnectionException lost) {
      // They come again, marked; the receiver tells if it has failed for good.
    }
    written += burst;
    redelivered += burstRedelivered;
    resent += burstResent;
    last = null;
    burst = 0;
    burstRedelivered = 0;
    burstResent = 0;
  }

  /** The reader of the output has gone (EPIPE). */
  private static final class OutputClosedException extends IOException {

    private static final long serialVersionUID = 1L;

    OutputClosedException(IOException cause) {
      super(cause);
    }

    /** The JDK has no type for it, just the system's words. */
    static boolean isMeantBy(IOException e) {
      return String.valueOf(e.getMessage()).contains("Broken pipe");
    }
  }
}
