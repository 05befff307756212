// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.store;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Says of failures which sentences of the contract they break. */
final class SentenceExtension
    implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw explained(context, failure);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw explained(context, failure);
  }

  @Override
  public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw explained(context, failure);
  }

  private static Throwable explained(ExtensionContext context, Throwable failure) {
    Method test = context.getRequiredTestMethod();
    Proves proves = test.getAnnotation(Proves.class);
    if (proves == null || failure instanceof TestAbortedException) {
      return failure;
    }
    String sentences =
        Arrays.stream(proves.value())
            .map(sentence -> "%s: \"%s\"".formatted(sentence.type(), sentence.text()))
            .collect(Collectors.joining(", or "));
    return new AssertionError(
        "contract broken: sentence=%s, test=%s, found=%s"
            .formatted(sentences, test.getName(), failure.getMessage()),
        failure);
  }
}
