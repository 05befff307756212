// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.OUTCOME_UNKNOWN;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.store.QueueStore;
import dev.bbq.api.wire.Reply;
import dev.bbq.api.wire.ReplyCodec;
import dev.bbq.api.wire.StreamWriter;
import dev.bbq.core.jfr.Flight;
import dev.bbq.core.jfr.PublishBurstEvent;
import dev.bbq.core.queue.Intake;
import dev.bbq.core.queue.Wish;
import dev.bbq.core.routing.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The SEND blocks of one burst on one stream: what is appended to which queue, and the replies in
 * the order of the blocks. Everything that is admitted is appended in one call, so it is kept or of
 * unknown outcome as a whole; what is refused was never part of that.
 */
final class PublishBatch {

  private static final int UNKEPT_BYTES = 64; // what one takes beside its reply, roughly
  private static final int REFERENCE_BYTES = 8;

  private static final byte[] CONFIRM = {Reply.CONFIRMED};
  private static final byte[] CONFIRMS = new byte[4096];

  static {
    Arrays.fill(CONFIRMS, Reply.CONFIRMED);
  }

  private final Intake intake;
  private final List<Unkept> unkept = new ArrayList<>(0);
  private int count;
  private int refused;
  private long bytes;
  private boolean done;
  private byte @Nullable [] failure;
  private @Nullable PublishBurstEvent event;

  /**
   * Creates an empty batch.
   *
   * @param expected how many blocks it may get: a guess
   */
  PublishBatch(int expected) {
    intake = new Intake(expected);
  }

  /** A block that is not appended: its reply does not hang on the store. */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  private record Unkept(int index, byte[] reply) {}

  /** Returns how many blocks there are. */
  int count() {
    return count;
  }

  /** Returns how many of these are refused. */
  int refused() {
    return refused;
  }

  /**
   * Returns the size of what is to be appended, in bytes; a message for several queues counts once.
   */
  long bytes() {
    return bytes;
  }

  /** Tells whether the replies can be written. */
  boolean isDone() {
    return done;
  }

  /** Adds a message to all queues of its route, or refuses it if one of them does not let it in. */
  void add(Route.To route, byte[] message, Wish wish) {
    Intake.Refusal refusal = intake.add(route.queues(), message, wish);
    if (refusal != null) {
      refuse(refusal.code(), refusal.reason());
      return;
    }
    count++;
    bytes += message.length + (long) REFERENCE_BYTES * route.queues().length;
  }

  /** Adds a block that is confirmed without being kept. */
  void drop() {
    reply(CONFIRM);
  }

  /** Adds a block that is refused. */
  void refuse(ErrorCode code, String reason) {
    refused++;
    reply(ReplyCodec.encode(Reply.REFUSED, code, reason));
  }

  private void reply(byte[] reply) {
    unkept.add(new Unkept(count, reply));
    count++;
    bytes += UNKEPT_BYTES + reply.length;
  }

  /**
   * Appends what was admitted, once, and tells the queues.
   *
   * @param connection the number of the connection, for those who record bursts
   * @return completes, never exceptionally, when the outcome is known
   */
  CompletionStage<Void> append(QueueStore store, long connection) {
    event = Flight.publishBurst(connection, count, refused, bytes);
    return intake
        .append(store)
        .thenAccept(
            cause -> {
              if (cause != null) {
                failure =
                    ReplyCodec.encode(
                        Reply.UNKNOWN, OUTCOME_UNKNOWN, "store failed: cause=%s".formatted(cause));
              }
            });
  }

  /** Learns, in the connection's context, that the outcome is known. */
  void done() {
    done = true;
  }

  /** Writes a reply for each block. */
  void writeReplies(StreamWriter writer) {
    int next = 0;
    for (Unkept block : unkept) {
      writeOutcome(writer, block.index() - next);
      writer.write(block.reply());
      next = block.index() + 1;
    }
    writeOutcome(writer, count - next);
    Flight.end(event);
  }

  private void writeOutcome(StreamWriter writer, int times) {
    byte[] failed = failure;
    if (failed != null) {
      for (int i = 0; i < times; i++) {
        writer.write(failed);
      }
      return;
    }
    for (int left = times; left > 0; left -= CONFIRMS.length) {
      writer.write(CONFIRMS, 0, Math.min(left, CONFIRMS.length));
    }
  }
}
