// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Something a client has opened and closes: orderly as far as there is time for it, then at once.
 */
abstract class ClientResource {

  private final Link link;
  private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

  ClientResource(Link link) {
    this.link = link;
  }

  /** Begins to close in order; {@link #closed()} completes at the end of it. Idempotent. */
  abstract void beginClose();

  /** Ends at once what is still open. Idempotent. */
  abstract void abort();

  /** Says whether this thread must not wait for the end, since the end waits for it. */
  boolean isOwnThread() {
    return false;
  }

  /** Completes when it has closed, with whether nothing was left unanswered. */
  final CompletableFuture<Boolean> closed() {
    return closed;
  }

  final Link link() {
    return link;
  }

  public final void close() {
    close(link.options().closeTimeout());
  }

  public final boolean close(Duration timeout) {
    beginClose();
    if (isOwnThread()) {
      link.schedule(timeout, this::endClose);
      return false;
    }
    boolean clean = Waits.isTrueWithin(closed, timeout);
    endClose();
    return clean;
  }

  /** Ends what its user has never got, so that nothing can be left unanswered. */
  final void endUnopened() {
    if (closed.complete(true)) {
      abort();
    }
  }

  /** Ends the time for an orderly close. */
  final void endClose() {
    if (closed.complete(false)) {
      abort();
    }
  }
}
