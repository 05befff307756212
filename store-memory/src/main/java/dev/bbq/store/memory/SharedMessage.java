// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.memory;

import dev.bbq.api.store.StoredMessage;
import java.util.concurrent.atomic.AtomicInteger;

/** A message that several slots refer to. */
final class SharedMessage {

  private final StoredMessage message;
  private final AtomicInteger references;

  SharedMessage(StoredMessage message, int references) {
    this.message = message;
    this.references = new AtomicInteger(references);
  }

  StoredMessage message() {
    return message;
  }

  int references() {
    return references.get();
  }

  void retain() {
    references.incrementAndGet();
  }

  /** Lets go of one reference and says whether it was the last. */
  boolean release() {
    return references.decrementAndGet() == 0;
  }
}
