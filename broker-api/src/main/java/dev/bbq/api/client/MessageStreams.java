// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.wire.Reply;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Each message of a publisher on a stream of its own, many at once. Context only. */
final class MessageStreams implements PublishRoute {

  /** Each packet makes the stack look at all open streams: more would be slower. */
  private static final int MAX_OPEN = 100;

  private final ClientConnection connection;
  private final Outbox outbox;
  private final Set<MessageStream> open = new HashSet<>();
  private final Link link;
  private boolean draining;
  private boolean retrying;

  MessageStreams(ClientConnection connection, Link link, Outbox outbox) {
    this.connection = connection;
    this.link = link;
    this.outbox = outbox;
  }

  @Override
  public void drain() {
    if (draining) {
      return; // a stream that fails at once would come back here for each message that waits
    }
    draining = true;
    while (open.size() < MAX_OPEN && connection.takesMessages()) {
      PendingPublish message = outbox.next();
      if (message == null) {
        break;
      }
      MessageStream stream = new MessageStream(connection, this, message);
      open.add(stream);
      connection.open(stream);
    }
    draining = false;
  }

  /** Takes the broker's answer to a message. */
  void answered(PendingPublish message, Reply reply) {
    outbox.answer(message, reply);
    if (outbox.isHolding() && !retrying && connection.takesMessages()) {
      retrying = true;
      link.schedule(
          PublishStream.RETRY_PAUSE,
          () ->
              link.execute(
                  () -> {
                    retrying = false;
                    resume();
                  }));
    }
  }

  @Override
  public void resume() {
    if (connection.takesMessages()) {
      outbox.releaseHeld();
      drain();
    }
  }

  @Override
  public void leave() {} // each stream ends by itself

  /** Learns that a stream makes room for another. */
  void gone(MessageStream stream) {
    if (open.remove(stream)) {
      drain();
    }
  }

  Outbox outbox() {
    return outbox;
  }

  @Override
  public void finish() {}

  @Override
  public void abort(BbqException why) {
    outbox.abandonAll(why);
    List.copyOf(open).forEach(stream -> stream.end(why));
  }
}
