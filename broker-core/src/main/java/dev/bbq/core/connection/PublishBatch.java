// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.OUTCOME_UNKNOWN;
import static dev.bbq.api.ErrorCode.QUEUE_DELETED;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.wire.Reply;
import dev.bbq.api.wire.ReplyCodec;
import dev.bbq.api.wire.StreamWriter;
import dev.bbq.core.jfr.Flight;
import dev.bbq.core.jfr.PublishBurstEvent;
import dev.bbq.core.jfr.StoreCallEvent;
import dev.bbq.core.queue.Queue;
import dev.bbq.core.routing.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

  private final Map<Queue, List<StoredMessage>> perQueue = new LinkedHashMap<>();
  private final List<Unkept> unkept = new ArrayList<>(0);
  private int count;
  private int refused;
  private long bytes;
  private boolean done;
  private byte @Nullable [] failure;
  private @Nullable PublishBurstEvent event;

  private Route.@Nullable To lastRoute;
  private List<List<StoredMessage>> lastTargets = List.of();

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

  /** Adds a message to all queues of its route, or refuses it if one of them is being deleted. */
  @SuppressWarnings("ReferenceEquality") // the same object as last time spares the look-up
  void add(Route.To route, byte[] message) {
    if (route != lastRoute) {
      List<List<StoredMessage>> targets = targetsOf(route);
      if (targets.isEmpty()) {
        refuse(QUEUE_DELETED, "a matched queue is being deleted: publish again");
        return;
      }
      lastRoute = route;
      lastTargets = targets;
    }
    StoredMessage stored = StoredMessage.of(message);
    for (List<StoredMessage> target : lastTargets) {
      target.add(stored);
    }
    count++;
    bytes += message.length + (long) REFERENCE_BYTES * lastTargets.size();
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

  private List<List<StoredMessage>> targetsOf(Route.To route) {
    List<List<StoredMessage>> targets = new ArrayList<>(route.queues().length);
    for (Queue queue : route.queues()) {
      List<StoredMessage> messages = perQueue.get(queue);
      if (messages == null) {
        if (!queue.reserve()) {
          return List.of(); // queues reserved before keep their empty lists, which append() lets go
        }
        messages = new ArrayList<>();
        perQueue.put(queue, messages);
      }
      targets.add(messages);
    }
    return targets;
  }

  /**
   * Appends what was admitted, once, and tells the queues.
   *
   * @param connection the number of the connection, for those who record bursts
   * @return completes, never exceptionally, when the outcome is known
   */
  CompletionStage<Void> append(QueueStore store, long connection) {
    event = Flight.publishBurst(connection, count, refused, bytes);
    List<Queue> queues = new ArrayList<>(perQueue.size());
    List<Append> appends = new ArrayList<>(perQueue.size());
    perQueue.forEach(
        (queue, messages) -> {
          if (messages.isEmpty()) {
            queue.notAppended();
          } else {
            queues.add(queue);
            appends.add(new Append(queue.log(), messages));
          }
        });
    if (appends.isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    return appendTo(store, appends)
        .handle(
            (firsts, cause) -> {
              for (int i = 0; i < queues.size(); i++) {
                if (firsts == null) {
                  queues.get(i).notAppended();
                } else {
                  queues.get(i).appended(firsts[i], appends.get(i).messages().size());
                }
              }
              if (cause != null) {
                failure =
                    ReplyCodec.encode(
                        Reply.UNKNOWN, OUTCOME_UNKNOWN, "store failed: cause=%s".formatted(cause));
              }
              return null;
            });
  }

  private CompletionStage<long[]> appendTo(QueueStore store, List<Append> appends) {
    try {
      StoreCallEvent call = Flight.storeCall("append", count - unkept.size());
      return Flight.endWith(store.append(appends), call)
          .thenApply(
              firsts -> {
                if (firsts.length != appends.size()) {
                  throw new IllegalStateException(
                      "store did not number what it was given: appends=%d, numbers=%d"
                          .formatted(appends.size(), firsts.length));
                }
                return firsts;
              });
    } catch (Throwable broken) { // a store that throws instead of failing its stage
      return CompletableFuture.failedStage(broken);
    }
  }

  /** Learns, in the connection's context, that the outcome is known. */
  void done() {
    done = true;
    perQueue.clear();
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
