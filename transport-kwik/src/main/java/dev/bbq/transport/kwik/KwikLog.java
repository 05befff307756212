// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tech.kwik.core.log.NullLogger;

/**
 * Where kwik's faults are to be found, which it tells to nobody else, and which packets it has
 * noted as sent; the rest of its talk is lost.
 */
final class KwikLog extends NullLogger {

  private static final System.Logger LOG = System.getLogger("dev.bbq.transport.kwik");

  private final BiConsumer<String, Throwable> onFault;

  /** Creates a log that hands on each fault with what kwik says of it. */
  KwikLog(BiConsumer<String, Throwable> onFault) {
    this.onFault = onFault;
  }

  @Override
  @SuppressWarnings("rawtypes") // kwik does not export the type of what is in it
  public void sent(Instant when, List packets) {
    Outbox.release();
  }

  @Override
  public void error(String message) {
    error(message, null);
  }

  @Override
  public void error(String message, @Nullable Throwable fault) {
    LOG.log(System.Logger.Level.DEBUG, () -> "kwik says: message=" + message, fault);
    if (fault != null) {
      onFault.accept(message, fault);
    }
  }
}
