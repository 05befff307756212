// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import dev.bbq.api.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The transport kit catches each fault by the tests of the sentence that is broken.
 *
 * <p>In each build the tests of a sentence end with the first that fails, and wait for little; with
 * {@code -Dbbq.mutants=true} all of them run, as patient as they are for a plugin.
 */
final class MutantsTest {

  private static final int AT_ONCE = 6;
  private static final boolean IN_FULL = Boolean.getBoolean("bbq.mutants");
  private static final String PATIENCE = "3000";

  // The mutant whose turn it is in this thread, as JUnit makes the tests without arguments.
  private static final ThreadLocal<Transport> MUTANT = new ThreadLocal<>();
  private static final ExecutorService THREADS = Executors.newFixedThreadPool(AT_ONCE);

  /** The kit with the mutant of the thread. */
  static final class KitOfMutant extends TransportCompatibilityKit {
    @Override
    protected Transport transport() {
      return MUTANT.get();
    }
  }

  @AfterAll
  static void close() {
    THREADS.shutdownNow();
  }

  @TestFactory
  Stream<DynamicTest> shouldCatchEachMutant() {
    record Running(Fault mutant, Future<TestExecutionSummary> summary) {}
    return Faults.all().stream()
        .map(mutant -> new Running(mutant, THREADS.submit(() -> run(mutant))))
        .toList()
        .stream()
        .map(
            running ->
                dynamicTest(
                    running.mutant().sentence().name(),
                    () -> assertCaught(running.summary().get(300, TimeUnit.SECONDS))));
  }

  @Test
  void shouldHaveAMutantForEachSentence() {
    assertThat(Faults.all().stream().map(Fault::sentence))
        .containsExactlyInAnyOrder(TransportSentence.values());
  }

  @Test
  void shouldHaveATestForEachSentence() {
    assertThat(TransportSentence.values())
        .allSatisfy(sentence -> assertThat(testsOf(sentence)).as(sentence.name()).isNotEmpty());
  }

  private static void assertCaught(TestExecutionSummary summary) {
    assertThat(summary.getTestsFoundCount()).isPositive();
    assertThat(summary.getFailures())
        .as("tests that found it, of %d", summary.getTestsFoundCount())
        .isNotEmpty()
        .allSatisfy(
            failure ->
                assertThat(failure.getException()).hasMessageStartingWith("contract broken"));
  }

  private static TestExecutionSummary run(Fault mutant) {
    Transport right =
        ServiceLoader.load(Transport.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(transport -> transport.name().equals("netty-quic"))
            .findAny()
            .orElseThrow();
    MUTANT.set(Mutant.of(right, mutant.methods()));
    var caught = CancellationToken.create();
    var listener =
        new SummaryGeneratingListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            super.executionFinished(test, result);
            if (!IN_FULL && result.getStatus() == TestExecutionResult.Status.FAILED) {
              caught.cancel();
            }
          }
        };
    var tests =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(testsOf(mutant.sentence()))
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "false");
    if (!IN_FULL) {
      tests.configurationParameter(SentenceExtension.PATIENCE_MS, PATIENCE);
    }
    LauncherFactory.create()
        .execute(
            LauncherExecutionRequestBuilder.request(tests.build())
                .listeners(listener)
                .cancellationToken(caught)
                .build());
    return listener.getSummary();
  }

  private static List<DiscoverySelector> testsOf(TransportSentence sentence) {
    List<DiscoverySelector> tests = new ArrayList<>();
    for (Class<?> nested : TransportCompatibilityKit.class.getDeclaredClasses()) {
      if (!nested.isAnnotationPresent(Nested.class)) {
        continue;
      }
      for (var method : nested.getSuperclass().getDeclaredMethods()) {
        Proves proves = method.getAnnotation(Proves.class);
        if (proves != null && List.of(proves.value()).contains(sentence)) {
          tests.add(selectNestedMethod(List.of(KitOfMutant.class), nested, method));
        }
      }
    }
    return tests;
  }
}
