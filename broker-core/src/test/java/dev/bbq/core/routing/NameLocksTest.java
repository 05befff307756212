// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.core.testkit.Await;
import dev.bbq.core.testkit.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NameLocksTest {

  private final NameLocks locks = new NameLocks();
  private final List<String> begun = new ArrayList<>();

  private CompletionStage<String> begin(String what, CompletableFuture<String> outcome) {
    begun.add(what);
    return outcome;
  }

  @Test
  void shouldRunWorkAtOnceWhenTheNameIsFree() {
    locks.inOrder("n", () -> begin("first", new CompletableFuture<>()));

    assertThat(begun).containsExactly("first");
  }

  @Test
  void shouldNotBeginWorkBeforeEarlierWorkOnTheNameHasEnded() {
    locks.inOrder("n", () -> begin("first", new CompletableFuture<>()));
    locks.inOrder("n", () -> begin("second", new CompletableFuture<>()));

    assertThat(begun).containsExactly("first");
  }

  @Test
  void shouldBeginWaitingWorkInOrder() {
    CompletableFuture<String> first = new CompletableFuture<>();
    locks.inOrder("n", () -> begin("first", first));
    locks.inOrder("n", () -> begin("second", CompletableFuture.completedFuture("")));
    locks.inOrder("n", () -> begin("third", CompletableFuture.completedFuture("")));
    first.complete("");

    assertThat(begun).containsExactly("first", "second", "third");
  }

  @Test
  void shouldNotWaitForWorkOnOtherNames() {
    locks.inOrder("n", () -> begin("first", new CompletableFuture<>()));
    locks.inOrder("m", () -> begin("other", new CompletableFuture<>()));

    assertThat(begun).containsExactly("first", "other");
  }

  @Test
  void shouldGoOnAfterWorkThatFails() {
    CompletableFuture<String> first = new CompletableFuture<>();
    locks.inOrder("n", () -> begin("first", first));
    locks.inOrder("n", () -> begin("second", new CompletableFuture<>()));
    first.completeExceptionally(new IllegalStateException("no"));

    assertThat(begun).containsExactly("first", "second");
  }

  @Test
  void shouldGoOnAfterWorkThatThrows() {
    locks.inOrder(
        "n",
        () -> {
          throw new IllegalStateException("no");
        });
    locks.inOrder("n", () -> begin("second", new CompletableFuture<>()));

    assertThat(begun).containsExactly("second");
  }

  @Test
  void shouldHandOverTheOutcome() throws Exception {
    assertThat(Await.result(locks.inOrder("n", () -> CompletableFuture.completedStage("done"))))
        .isEqualTo("done");
  }

  @Test
  void shouldHandOverTheFailure() {
    assertThat(
            locks.inOrder(
                "n", () -> CompletableFuture.failedStage(new IllegalStateException("no"))))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("no");
  }

  @Test
  void shouldHoldNothingOnceAllWorkHasEnded() {
    locks.inOrder("n", () -> CompletableFuture.completedStage(""));

    assertThat(Fields.of(locks, "waiting")).isEqualTo(Map.of());
  }

  @Test
  void shouldBearManyThatWaitForOneName() {
    CompletableFuture<String> first = new CompletableFuture<>();
    locks.inOrder("n", () -> begin("first", first));
    List<CompletableFuture<Integer>> others =
        IntStream.range(0, 20_000)
            .mapToObj(
                i ->
                    locks
                        .inOrder("n", () -> CompletableFuture.completedStage(i))
                        .toCompletableFuture())
            .toList();
    first.complete("");

    assertThat(others).allMatch(CompletableFuture::isDone);
  }
}
