// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.BLOCKED;
import static dev.bbq.api.ErrorCode.INVALID_PROPERTIES;
import static dev.bbq.api.ErrorCode.SHUTTING_DOWN;

import dev.bbq.api.transport.TransportStream;
import dev.bbq.api.wire.BlockLimits;
import dev.bbq.api.wire.PropertiesCodec;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.Reply;
import dev.bbq.api.wire.ReplyCodec;
import dev.bbq.api.wire.SendLayout;
import dev.bbq.api.wire.Tag;
import dev.bbq.core.routing.Route;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A publish stream (docs/protocol.md, "SEND"): gathers the blocks of a burst, has them appended
 * together, and replies in order.
 *
 * <p>It stops reading while its replies are not read or too much of it is on the way to the store,
 * so that no client makes it hold more than a bounded amount.
 */
final class PublishStream extends BlockStream {

  private static final int MAX_BATCH_COUNT = 4096;
  private static final long MAX_BATCH_BYTES = 1 << 20;
  private static final long MAX_OUTSTANDING_BYTES = 4 << 20;

  private final ClientConnection connection;
  private final Services services;
  private final SendLayout layout;
  private final RouteCache routes;
  private final Queue<PublishBatch> outstanding = new ArrayDeque<>();
  private PublishBatch batch = new PublishBatch();
  private long outstandingBytes;
  private byte @Nullable [] lastReply;
  private boolean inputEnded;
  private boolean paused;
  private boolean gone;
  private int reportedBytes;

  PublishStream(TransportStream stream, ClientConnection connection, Services services) {
    super(stream, limits(services.limits()));
    this.connection = connection;
    this.services = services;
    this.layout = new SendLayout(services.limits().maxMessageBytes());
    this.routes = new RouteCache(services.topology());
  }

  private static BlockLimits limits(StreamLimits limits) {
    long maxTotal = SendLayout.maxTotal(limits.maxMessageBytes());
    return tag -> tag == Tag.SEND ? maxTotal : BlockLimits.NOT_ALLOWED;
  }

  @Override
  StreamKind kind() {
    return StreamKind.PUBLISH;
  }

  @Override
  void onBlock(int tag, byte[] payload) throws ProtocolException {
    layout.parse(payload, 0);
    Route route = routes.route(layout);
    if (services.memory().isAboveWatermark()) {
      batch.refuse(BLOCKED, services.memory().reason());
    } else if (connection.isDraining()) {
      batch.refuse(SHUTTING_DOWN, "broker is shutting down");
    } else {
      add(route, payload);
    }
    if (batch.count() >= MAX_BATCH_COUNT || batch.bytes() >= MAX_BATCH_BYTES) {
      append();
    }
  }

  private void add(Route route, byte[] payload) {
    String flaw = layout.hasProperties() ? flawOfProperties() : null;
    if (flaw != null) {
      batch.refuse(INVALID_PROPERTIES, flaw);
      return;
    }
    switch (route) {
      case Route.To to -> batch.add(to, payload);
      case Route.Dropped dropped -> {
        dropped.exchange().countDropped();
        batch.drop();
      }
      case Route.Refused refused -> batch.refuse(refused.code(), refused.reason());
    }
  }

  private @Nullable String flawOfProperties() {
    try {
      PropertiesCodec.decode(layout.payload(), layout.propertiesStart(), layout.propertiesLength());
      return null;
    } catch (ProtocolException flaw) {
      return flaw.reason();
    }
  }

  @Override
  public void onReadComplete() {
    layout.clear();
    append();
    accountForBlock();
  }

  /**
   * Lets the guard know what an incomplete block takes, and lets go of it when that is too much.
   */
  private void accountForBlock() {
    MemoryGuard memory = services.memory();
    if (heldBytes() > 0 && memory.isAboveWatermark()) {
      discardBlock();
    }
    memory.hold(heldBytes() - reportedBytes);
    reportedBytes = heldBytes();
  }

  @Override
  void onDiscarded() {
    batch.refuse(BLOCKED, services.memory().reason());
  }

  private void append() {
    if (batch.count() == 0) {
      return;
    }
    PublishBatch full = batch;
    batch = new PublishBatch();
    outstanding.add(full);
    outstandingBytes += full.bytes();
    connection.counters().received(full.count(), full.refused());
    connection.batchBegun();
    CompletableFuture<Void> appended = full.append(services.store()).toCompletableFuture();
    if (appended.isDone()) {
      answered(full);
    } else {
      var unused = appended.thenRun(() -> answerLater(full));
      balance();
    }
  }

  private void answerLater(PublishBatch full) {
    try {
      connection.execute(() -> answered(full));
    } catch (RejectedExecutionException transportEnded) {
      connection.batchEnded(); // nobody is left to answer
    }
  }

  private void answered(PublishBatch full) {
    full.done();
    outstandingBytes -= full.bytes();
    connection.batchEnded();
    writeReplies();
  }

  private void writeReplies() {
    if (gone) {
      return;
    }
    while (!outstanding.isEmpty() && outstanding.element().isDone()) {
      outstanding.remove().writeReplies(writer);
    }
    if (outstanding.isEmpty() && (inputEnded || lastReply != null)) {
      end();
    } else {
      writer.flush();
      balance();
    }
  }

  private void end() {
    gone = true;
    if (lastReply != null) {
      writer.write(lastReply);
    }
    writer.finish();
  }

  private void balance() {
    boolean tooMuch = !writer.isReady() || outstandingBytes > MAX_OUTSTANDING_BYTES;
    if (tooMuch && !paused) {
      paused = true;
      stream.pauseReading();
    } else if (!tooMuch && paused) {
      paused = false;
      stream.resumeReading();
    }
  }

  @Override
  void onWritableAgain() {
    balance();
  }

  @Override
  void onEnd() {
    append();
    inputEnded = true;
    writeReplies();
  }

  @Override
  void onViolation(ProtocolException violation) {
    layout.clear();
    append();
    accountForBlock();
    lastReply = ReplyCodec.encode(Reply.ENDED, violation.code(), violation.reason());
    writeReplies();
  }

  @Override
  void onAborted() {
    gone = true;
    append(); // whole blocks that came before; nobody will hear what became of them
    outstanding.clear();
    discardBlock();
    accountForBlock();
  }

  @Override
  long owedProgress() {
    return paused ? NOTHING_OWED : super.owedProgress();
  }
}
