// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.Reply;
import dev.bbq.api.wire.ReplyCodec;
import dev.bbq.api.wire.StreamWriter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One message on a stream of its own: SEND and FIN out, one reply in. Context only. */
final class MessageStream extends ClientStream {

  private static final Reply CONFIRMED = new Reply.Confirmed(1);

  private final MessageStreams owner;
  private final PendingPublish message;
  private @Nullable SendWriter out;
  private @Nullable ReplyCodec replies;
  private boolean written;
  private boolean answered;

  MessageStream(ClientConnection connection, MessageStreams owner, PendingPublish message) {
    super(connection);
    this.owner = owner;
    this.message = message;
  }

  @Override
  void begin(StreamWriter writer) {
    out = new SendWriter(writer);
    write(out);
  }

  private void write(SendWriter writer) {
    written = writer.write(message);
    if (written) {
      finishOutput(); // flushes too, so that a small message leaves in one write with the FIN
    } else {
      writer.flush();
    }
  }

  @Override
  public void onWritable() {
    if (out != null && !written && !isOver()) {
      write(out);
    }
  }

  @Override
  void received(ByteBuffer data) throws ProtocolException {
    if (answered || !data.hasRemaining()) {
      return;
    }
    Reply reply = CONFIRMED; // mostly: a reader for each stream would be a waste
    if (replies != null || data.get(data.position()) != Reply.CONFIRMED) {
      replies = replies == null ? new ReplyCodec() : replies;
      reply = replies.read(data);
    }
    if (reply != null) {
      answered = true;
      if (!written) { // the broker has refused what it has not seen whole
        end(new ConnectionException("answered early: reply=" + reply));
      }
      owner.answered(message, reply);
    }
  }

  @Override
  boolean isComplete() {
    return answered;
  }

  @Override
  void ended(BbqException why, boolean withConnection) {
    if (!answered) {
      answered = true;
      settle(owner.outbox(), why, withConnection);
    }
    if (out == null) { // never opened, so nobody will say that it has gone
      owner.gone(this);
    }
  }

  private void settle(Outbox outbox, BbqException why, boolean withConnection) {
    if (withConnection) {
      if (written) {
        outbox.lose(message, why);
      } else {
        outbox.giveBack(message);
      }
    } else {
      outbox.abandon(message, written ? Outbox.unanswered(why) : Outbox.notSent(why));
    }
  }

  @Override
  void gone() {
    owner.gone(this);
  }
}
