// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.store.StoredMessage;
import java.util.List;

/** Messages that were appended to a lane, the first one as this sequence. */
record Arrival(int lane, long first, List<StoredMessage> messages) {

  long bytes() {
    long bytes = 0;
    for (StoredMessage message : messages) {
      bytes += message.size();
    }
    return bytes;
  }
}
