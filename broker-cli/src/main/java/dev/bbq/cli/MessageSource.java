// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.Message;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is to be published, one message after the other. */
interface MessageSource {

  /** Returns the next message, or null after the last one; waits for it if need be. */
  @Nullable Message next() throws IOException;

  /** Returns one message a line of an input. */
  static MessageSource lines(LineSplitter lines, PropertyOptions properties) {
    return () ->
        lines.next()
            ? Message.of(lines.array(), lines.offset(), lines.length())
                .with(properties.properties(lines.number(), lines.terminated()))
            : null;
  }

  /** Returns the same body a number of times. */
  static MessageSource repeated(byte[] body, long count, PropertyOptions properties) {
    return new MessageSource() {
      private long number;

      @Override
      public @Nullable Message next() {
        if (number == count) {
          return null;
        }
        number++;
        return Message.of(body).with(properties.properties(number, true));
      }
    };
  }
}
