// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqException;
import dev.bbq.api.Message;
import dev.bbq.api.Publisher;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is published by one command: in order, on one publisher. A message that is refused does not
 * stop those behind it; one that can't be sent does. Not for use by several threads.
 *
 * @param publisher takes the messages
 * @param exchange where to
 * @param key with which routing key
 * @param pace how fast
 * @param confirms takes the answers
 */
record Publishing(Publisher publisher, String exchange, String key, Pace pace, Confirms confirms) {

  /** Publishes what there is, to its end or until no more can be sent. */
  void publish(MessageSource source) throws IOException, InterruptedException {
    @Nullable Message message = source.next();
    while (message != null && !confirms.isOver()) {
      pace.await();
      publish(message);
      message = source.next();
    }
  }

  private void publish(Message message) {
    try {
      confirms.add(publisher.publish(exchange, key, message));
    } catch (BbqException e) {
      confirms.addUnsent(e);
    }
  }
}
