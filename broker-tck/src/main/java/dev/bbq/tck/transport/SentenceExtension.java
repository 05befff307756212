// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import dev.bbq.api.transport.TransportCapability;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Skips tests that need what the transport lacks, and says of failures what they break. */
final class SentenceExtension
    implements BeforeEachCallback,
        AfterEachCallback,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {

  /** The parameter of JUnit's configuration that says how long tests wait for anything, in ms. */
  static final String PATIENCE_MS = "bbq.tck.patience.ms";

  @Override
  public void afterEach(ExtensionContext context) {
    Monitor.usualPatience();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    context
        .getConfigurationParameter(PATIENCE_MS)
        .ifPresent(millis -> Monitor.patience(Duration.ofMillis(Long.parseLong(millis))));
    Needs needs = context.getRequiredTestMethod().getAnnotation(Needs.class);
    var contract = (TransportContract) context.getRequiredTestInstance();
    if (needs != null) {
      for (TransportCapability capability : needs.value()) {
        if (!contract.has(capability)) {
          throw new TestAbortedException(
              "transport lacks a capability: transport=%s, capability=%s"
                  .formatted(contract.transport().name(), capability));
        }
      }
    }
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
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
