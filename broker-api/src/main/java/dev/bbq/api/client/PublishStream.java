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
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** All messages of a publisher on one stream, pipelined, answered in order. Context only. */
final class PublishStream extends ClientStream implements PublishRoute {

  /** How many messages are written before other work of the connection gets its turn. */
  private static final int BURST = 1024;

  private final Outbox outbox;
  private final CompletableFuture<Void> opened;
  private final ReplyCodec replies = new ReplyCodec();
  private final InFlight inFlight = new InFlight();
  private @Nullable SendWriter out;
  private @Nullable PendingPublish halfWritten;
  private @Nullable BbqException outputOver;

  /**
   * Creates it; {@link ClientConnection#open} comes next.
   *
   * @param opened completes when the broker has allowed the stream
   */
  PublishStream(ClientConnection connection, Outbox outbox, CompletableFuture<Void> opened) {
    super(connection);
    this.outbox = outbox;
    this.opened = opened;
  }

  @Override
  void begin(StreamWriter writer) {
    out = new SendWriter(writer);
    opened.complete(null);
    drain();
  }

  @Override
  public void drain() {
    if (outputOver != null) {
      outbox.abandonUnsent(outputOver);
    } else if (out != null) {
      write(out);
    }
  }

  private void write(SendWriter writer) {
    for (int budget = BURST; budget > 0 && writer.isReady(); budget--) {
      PendingPublish message = halfWritten;
      if (message == null) {
        message = outbox.next();
        if (message == null) {
          writer.flush();
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

  @Override
  public void onWritable() {
    drain();
  }

  @Override
  void received(ByteBuffer data) throws ProtocolException {
    for (Reply reply = replies.read(data); reply != null && !isOver(); reply = replies.read(data)) {
      apply(reply);
    }
  }

  private void apply(Reply reply) throws ProtocolException {
    int count = reply instanceof Reply.Confirmed confirmed ? confirmed.count() : 1;
    if (count > inFlight.size()) {
      throw new ProtocolException(ErrorCode.UNEXPECTED_TAG, "more replies than messages");
    }
    if (reply instanceof Reply.Confirmed) {
      outbox.confirm(inFlight, count);
      return;
    }
    PendingPublish oldest = inFlight.poll();
    if (oldest != null) {
      outbox.answer(oldest, reply);
    }
    if (reply instanceof Reply.Ended ended) {
      end(
          new ConnectionException(
              "publisher ended by the broker: code=%s, reason=%s"
                  .formatted(ended.code(), ended.reason())));
    }
  }

  @Override
  void outputStopped(ErrorCode code) {
    outputOver =
        new ConnectionException(
            "publisher stopped by the broker: code=%s, %s".formatted(code, connection().server()));
    outbox.abandonUnsent(outputOver);
  }

  @Override
  void ended(BbqException why) {
    outputOver = why;
    halfWritten = null;
    opened.completeExceptionally(why);
    if (inFlight.size() > 0) {
      BbqException unanswered = Outbox.unanswered(why);
      for (PendingPublish sent = inFlight.poll(); sent != null; sent = inFlight.poll()) {
        outbox.abandon(sent, unanswered);
      }
    }
    outbox.abandonUnsent(why);
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
