// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A store's failure to do what it was asked. */
public final class StoreException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Creates a failure whose message reads {@code problem: key=value, …}. */
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Creates a failure whose message reads {@code problem: key=value, …}. */
  public StoreException(String message) {
    super(message);
  }
}
