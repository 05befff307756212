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
import dev.bbq.core.queue.Wish;
import dev.bbq.core.routing.Route;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A publish stream (docs/protocol.md, "SEND"): gathers the blocks of a burst, has them appended
 * together, and replies in order.
 *
 * <p>It stops reading while its replies are not read or too much of it is on the way to the store,
 * so that no client makes it hold more than a bounded amount.
 *
 * <p>It does not stop reading while messages have to wait for memory: unread bytes would fill the
 * connection's window, and acks behind them could not come. It holds the blocks unanswered, as much
 * as there is room for, and refuses what comes behind that; {@link #goOn} works both off in order.
 * Messages for very many queues wait so too, for the stream's next turn, so that the messages of
 * others come between.
 */
final class PublishStream extends BlockStream {

  private static final int MAX_BATCH_COUNT = 4096;
  private static final long MAX_BATCH_BYTES = 1 << 20;
  private static final long MAX_OUTSTANDING_BYTES = 4 << 20;
  private static final int MAX_COPIES = 1 << 16; // to how many queues in one turn
  private static final int WAITING_BYTES = 32; // what a block takes beside its payload, roughly

  private final Services services;
  private final SendLayout layout;
  private final Queue<PublishBatch> outstanding = new ArrayDeque<>();
  private PublishBatch batch = new PublishBatch(1);
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private long refusedBehind; // how many blocks came behind those that wait, and can't wait too
  private long outstandingBytes;
  private int copies; // in this turn
  private boolean turnOver; // what waits does so for the next turn
  private byte @Nullable [] lastReply;
  private boolean inputEnded;
  private boolean paused;
  private boolean lagging;
  private boolean goingOn;
  private boolean gone;

  PublishStream(TransportStream stream, ClientConnection connection, Services services) {
    super(stream, connection, limits(services.limits()));
    this.services = services;
    this.layout = new SendLayout(services.limits().maxMessageBytes());
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
    Route route = connection.routes().route(layout);
    if (isWaiting()) {
      waitBehind(payload);
    } else if (connection.isDraining()) {
      refuseAsDraining();
    } else if (services.memory().mustWait()) {
      waitFirst(payload);
    } else if (copies > MAX_COPIES) {
      waitForTurn(payload);
    } else {
      add(route, payload);
    }
    appendIfFull();
  }

  private void appendIfFull() {
    if (batch.count() >= MAX_BATCH_COUNT || batch.bytes() >= MAX_BATCH_BYTES) {
      append();
    }
  }

  // --- waiting for memory

  private boolean isWaiting() {
    return refusedBehind > 0 || !waiting.isEmpty();
  }

  private void waitFirst(byte[] payload) {
    account(); // it is whole, so it counts as one that waits, and no more as incomplete
    if (tryWait(payload)) {
      waiting.add(payload);
      connection.waits(this, true);
    } else {
      batch.refuse(BLOCKED, services.memory().refusal());
    }
  }

  /**
   * Has what is left of the bytes at hand wait, so that other streams get their turn in between; no
   * more is read meanwhile, so it has no need to be refused.
   */
  private void waitForTurn(byte[] payload) {
    turnOver = true;
    waitFirst(payload);
    append();
    balance();
    later(this::goOn);
  }

  /** Once one has been refused, so are all behind it: they should not overtake it. */
  private void waitBehind(byte[] payload) {
    account();
    if (refusedBehind == 0 && !connection.isDraining() && tryWait(payload)) {
      waiting.add(payload);
    } else {
      refusedBehind++;
    }
  }

  private boolean tryWait(byte[] payload) {
    int bytes = payload.length + WAITING_BYTES;
    if (turnOver) {
      connection.waitAnyway(bytes);
      return true;
    }
    return connection.tryWait(bytes);
  }

  /** Works off what waits, in order, as far as that is possible now. */
  void goOn() {
    if (goingOn || gone) {
      return;
    }
    goingOn = true; // a batch that is answered at once comes back here
    copies = 0;
    while (isWaiting() && mayGoOn() && copies <= MAX_COPIES) {
      byte[] next = waiting.poll();
      if (next != null) {
        connection.waitNoMore(next.length + WAITING_BYTES);
        takeNow(next);
      } else {
        refusedBehind--;
        refuseNow();
      }
      appendIfFull();
    }
    goingOn = false;
    turnOver = isWaiting() && copies > MAX_COPIES;
    if (turnOver) {
      later(this::goOn);
    }
    layout.clear();
    append();
    if (isWaiting()) {
      balance();
    } else {
      connection.waits(this, false);
      writeReplies();
    }
  }

  private boolean mayGoOn() {
    return writer.isReady()
        && outstandingBytes <= MAX_OUTSTANDING_BYTES
        && (waiting.isEmpty() || connection.isDraining() || !services.memory().mustWait());
  }

  private void takeNow(byte[] payload) {
    if (connection.isDraining()) {
      refuseAsDraining();
      return;
    }
    try {
      layout.parse(payload, 0);
      add(connection.routes().route(layout), payload); // the route of today, not of when it came
    } catch (ProtocolException judgedWhenItCame) {
      throw new IllegalStateException(judgedWhenItCame);
    }
  }

  private void refuseNow() {
    if (connection.isDraining()) {
      refuseAsDraining();
    } else {
      batch.refuse(BLOCKED, services.memory().refusal());
    }
  }

  private void refuseAsDraining() {
    batch.refuse(SHUTTING_DOWN, "broker is shutting down");
  }

  private void stopWaiting() {
    waiting.forEach(payload -> connection.waitNoMore(payload.length + WAITING_BYTES));
    waiting.clear();
    refusedBehind = 0;
    connection.waits(this, false);
  }

  // --- taking messages

  private void add(Route route, byte[] payload) {
    Wish wish;
    try {
      wish = layout.hasProperties() ? wish() : Wish.NONE;
    } catch (ProtocolException flaw) {
      batch.refuse(INVALID_PROPERTIES, flaw.reason());
      return;
    }
    switch (route) {
      case Route.To to -> {
        batch.add(to, payload, wish);
        copies += to.queues().length - 1;
      }
      case Route.Dropped dropped -> {
        dropped.exchange().countDropped();
        batch.drop();
      }
      case Route.Refused refused -> batch.refuse(refused.code(), refused.reason());
    }
  }

  private Wish wish() throws ProtocolException {
    return Wish.of(
        PropertiesCodec.decode(
            layout.payload(), layout.propertiesStart(), layout.propertiesLength()));
  }

  @Override
  public void onReadComplete() {
    copies = 0;
    layout.clear();
    append();
    saveMemory();
  }

  @Override
  long keptBytes() {
    return heldBytes() + writer.waitingBytes();
  }

  /** A block that is still incomplete is refused in the end. */
  @Override
  void spare() {
    discardBlock();
  }

  @Override
  void onDiscarded() {
    if (isWaiting()) {
      refusedBehind++;
    } else {
      refuseNow();
    }
  }

  // --- the way to the store and back

  private void append() {
    if (batch.count() == 0) {
      return;
    }
    PublishBatch full = batch;
    batch = new PublishBatch(full.count()); // one burst is like the other
    outstanding.add(full);
    outstandingBytes += full.bytes();
    connection.counters().received(full.count(), full.refused());
    CompletableFuture<Void> appended =
        full.append(services.store(), connection.number()).toCompletableFuture();
    if (appended.isDone()) {
      answered(full);
    } else {
      services.memory().appending(full.bytes());
      var unused = appended.thenRun(() -> answerLater(full));
      balance();
    }
  }

  private void answerLater(PublishBatch full) {
    services.memory().appending(-full.bytes()); // the store counts it from now on
    later(() -> answered(full));
  }

  private void answered(PublishBatch full) {
    full.done();
    outstandingBytes -= full.bytes();
    writeReplies();
    goOnIfWaiting();
  }

  /** Goes on where it stopped for another reason than memory. */
  private void goOnIfWaiting() {
    if (isWaiting() && !turnOver) {
      goOn();
    }
  }

  private void writeReplies() {
    if (gone) {
      return;
    }
    while (!outstanding.isEmpty() && outstanding.element().isDone()) {
      outstanding.remove().writeReplies(writer);
    }
    boolean over = outstanding.isEmpty() && !isWaiting() && (inputEnded || lastReply != null);
    if (!over) {
      writer.flush();
    }
    balance();
    if (over) {
      end();
    }
  }

  @Override
  boolean isIdle() {
    return outstanding.isEmpty() && (gone || (!isWaiting() && writer.isReady()));
  }

  private void end() {
    gone = true;
    if (lastReply != null) {
      writer.write(lastReply);
    }
    writer.finish();
  }

  private void balance() {
    account();
    boolean lagsNow = outstandingBytes > MAX_OUTSTANDING_BYTES;
    if (lagsNow != lagging) {
      lagging = lagsNow;
      connection.lags(lagsNow);
    }
    boolean tooMuch = lagsNow || turnOver || !writer.isReady();
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
    goOnIfWaiting();
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
    saveMemory();
    lastReply = ReplyCodec.encode(Reply.ENDED, violation.code(), violation.reason());
    writeReplies();
  }

  @Override
  void onAborted() {
    gone = true;
    append(); // whole blocks that came before; nobody will hear what became of them
    outstanding.clear();
    stopWaiting();
    discardBlock();
    if (lagging) {
      lagging = false;
      connection.lags(false);
    }
  }

  /** What waits takes the room of others. */
  @Override
  boolean mustBeRead() {
    return !waiting.isEmpty();
  }

  @Override
  boolean isPaused() {
    return paused;
  }
}
