// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A broker can't be started. The message reads {@code problem: key=value, …}. */
public final class BrokerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Declarations.@Nullable Declaration declaration;

  BrokerException(String message, @Nullable Throwable cause) {
    this(message, null, cause);
  }

  BrokerException(
      String message, Declarations.@Nullable Declaration declaration, @Nullable Throwable cause) {
    super(message, cause);
    this.declaration = declaration;
  }

  /** Returns what could not be declared, if it is that. */
  public Optional<Declarations.Declaration> declaration() {
    return Optional.ofNullable(declaration);
  }
}
