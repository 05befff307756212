// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.Reply;
import dev.bbq.api.wire.ReplyCodec;
import dev.bbq.api.wire.StreamWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All messages of a publisher on one stream, pipelined, answered in order. Context only. */
final class PublishStream extends ClientStream implements PublishRoute {

  /** How many messages are written before other work of the connection gets its turn. */
  private static final int BURST = 1024;

  /** How long to wait with what was refused as blocked when the broker does not say when. */
  static final Duration RETRY_PAUSE = Duration.ofMillis(100);

  private final Outbox outbox;
  private final Link link;
  private final CompletableFuture<Void> opened;
  private final Consumer<BbqException> failed;
  private final ReplyCodec replies = new ReplyCodec();
  private final InFlight inFlight = new InFlight();
  private @Nullable SendWriter out;
  private @Nullable PendingPublish halfWritten;
  private boolean retrying;
  private boolean laterNotKept;
  private int blocksSeen;

  /**
   * Creates it; {@link ClientConnection#open} comes next.
   *
   * @param opened completes when the broker has allowed the stream
   * @param failed learns why no more can be published, the connection living on
   */
  PublishStream(
      ClientConnection connection,
      Link link,
      Outbox outbox,
      CompletableFuture<Void> opened,
      Consumer<BbqException> failed) {
    super(connection);
    this.link = link;
    this.outbox = outbox;
    this.opened = opened;
    this.failed = failed;
  }

  @Override
  void begin(StreamWriter writer) {
    out = new SendWriter(writer);
    opened.complete(null);
    drain();
    outbox.checkDrained(); // its user may have closed it meanwhile
  }

  @Override
  public void drain() {
    if (out != null && !isOver()) {
      write(out);
    }
  }

  private void write(SendWriter writer) {
    boolean mayBegin = connection().takesMessages() && !outbox.isHolding() && !isSettling();
    for (int budget = BURST; budget > 0 && writer.isReady(); budget--) {
      PendingPublish message = halfWritten;
      if (message == null) {
        message = mayBegin ? outbox.next() : null;
        if (message == null) {
          pause(writer);
          return;
        }
        inFlight.add(message);
      }
      halfWritten = writer.write(message) ? null : message;
    }
    writer.flush();
    if (writer.isReady()) {
      connection().execute(this::drain);
    }
  }

  /**
   * Says whether messages are on the way that may yet be refused, having met a broker that was
   * blocked: what is new must not overtake them.
   */
  private boolean isSettling() {
    if (inFlight.size() == 0) {
      blocksSeen = connection().blocks();
    }
    return blocksSeen != connection().blocks();
  }

  private void pause(SendWriter writer) {
    writer.flush();
    if (connection().isOver()) {
      finishOutput(); // the broker wants to go: it answers what it has, then ends the stream
    }
  }

  @Override
  public void resume() {
    if (isOver()) {
      return;
    }
    if (outbox.isHolding() && inFlight.size() == 0 && connection().takesMessages()) {
      outbox.releaseHeld();
    }
    drain();
  }

  @Override
  public void leave() {
    drain();
  }

  @Override
  public void onWritable() {
    drain();
  }

  @Override
  void received(ByteBuffer data) throws ProtocolException {
    for (Reply reply = replies.read(data); reply != null && !isOver(); reply = replies.read(data)) {
      apply(reply);
    }
    if (inFlight.size() == 0) {
      settled();
    }
  }

  private void settled() {
    if (outbox.isHolding()) {
      retryLater();
    } else if (blocksSeen != connection().blocks()) {
      drain(); // what is new has waited for those that were on the way
    }
  }

  /** Sends again what was refused: when the broker says so, or soon if it has said nothing. */
  private void retryLater() {
    if (!retrying && connection().takesMessages()) {
      retrying = true;
      link.schedule(
          RETRY_PAUSE,
          () ->
              link.execute(
                  () -> {
                    retrying = false;
                    resume();
                  }));
    }
  }

  private void apply(Reply reply) throws ProtocolException {
    int count = reply instanceof Reply.Confirmed confirmed ? confirmed.count() : 1;
    if (count > inFlight.size()) {
      throw new ProtocolException(ErrorCode.UNEXPECTED_TAG, "more replies than messages");
    }
    boolean waited = outbox.isHolding();
    if (reply instanceof Reply.Confirmed) {
      outbox.confirm(inFlight, count);
    } else {
      PendingPublish oldest = inFlight.poll();
      if (oldest != null) {
        outbox.answer(oldest, reply);
      }
    }
    if (waited && !outbox.isHolding()) {
      drain(); // what was held has missed its turn, so what came behind it has its own
    }
    if (reply instanceof Reply.Ended ended) {
      laterNotKept = true;
      end(
          new ConnectionException(
              "publisher ended by the broker: code=%s, reason=%s"
                  .formatted(ended.code(), ended.reason())));
    }
  }

  @Override
  void outputStopped(ErrorCode code) {
    if (!connection().isOver()) {
      failed.accept(
          new ConnectionException(
              "publisher stopped by the broker: code=%s, %s"
                  .formatted(code, connection().server())));
    }
  }

  @Override
  void ended(BbqException why, boolean withConnection) {
    PendingPublish cut = halfWritten;
    halfWritten = null;
    if (withConnection) {
      outbox.lose(inFlight, cut, why);
      return;
    }
    failed.accept(why);
    BbqException failure = laterNotKept ? Outbox.notKept(why) : Outbox.unanswered(why);
    for (PendingPublish sent = inFlight.poll(); sent != null; sent = inFlight.poll()) {
      outbox.abandon(sent, sent == cut ? Outbox.notSent(why) : failure);
    }
  }

  @Override
  public void finish() {
    finishOutput();
  }

  @Override
  public void abort(BbqException why) {
    end(why);
  }
}
