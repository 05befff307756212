// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bbq.api.ErrorCode;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Asserts what is refused, at once or by a stage. */
final class Refusals {

  private Refusals() {}

  static void assertRefused(ErrorCode code, String reason, Callable<?> call) {
    Throwable thrown =
        catchThrowable(
            () -> {
              if (call.call() instanceof CompletionStage<?> stage) {
                assertThat(stage.toCompletableFuture()).as("the answer").isDone();
                stage.toCompletableFuture().join();
              }
            });
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    assertThat(cause).isInstanceOf(RefusalException.class);
    assertThat(((RefusalException) cause).code()).isEqualTo(code);
    assertThat(((RefusalException) cause).reason()).isEqualTo(reason);
  }

  static void assertRefused(ErrorCode code, String reason, Runnable call) {
    assertRefused(
        code,
        reason,
        () -> {
          call.run();
          return true;
        });
  }
}
