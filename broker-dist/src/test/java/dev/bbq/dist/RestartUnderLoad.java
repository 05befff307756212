// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.dist.RestartRun.Arrival;
import dev.bbq.dist.RestartRun.Outcome;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker that is restarted while a publisher and a consumer work: three processes of the
 * distribution, and what arrives is held against what the publisher was told. How many messages
 * there are is up to who extends this.
 */
@Timeout(600)
abstract class RestartUnderLoad {

  @TempDir private Path folder;

  private final int count;

  RestartUnderLoad(int count) {
    this.count = count;
  }

  @Test
  void shouldDeliverWhatWasConfirmedOnceAndInOrderWhenTheBrokerDrains() throws Exception {
    Outcome outcome = run().restart(RestartRun::drain);

    assertThat(outcome.unknown()).hasSize(outcome.count("unknown"));
    assertThat(outcome.count("confirmed") + outcome.count("unknown")).isEqualTo(count);
    assertThat(outcome.exitCode()).isEqualTo(outcome.unknown().isEmpty() ? 0 : 7);
    assertStrictlySorted(outcome.numbers());
    Set<Integer> missing = missing(outcome);
    assertThat(outcome.unknown()).containsAll(missing);
    assertThat(outcome.arrivals()).noneMatch(Arrival::marked);
  }

  @Test
  void shouldDeliverEverythingAndMarkDuplicatesWhenAtLeastOnceIsChosen() throws Exception {
    Outcome outcome = run("--at-least-once").restart(RestartRun::drain);

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.count("confirmed")).isEqualTo(count);
    assertThat(missing(outcome)).isEmpty();
    assertDuplicatesAreMarked(outcome);
  }

  @Test
  void shouldNameWhatIsUnknownAndGoOnWhenTheBrokerIsKilled() throws Exception {
    Outcome outcome = run().restart(RestartRun::kill);

    assertThat(outcome.exitCode()).isEqualTo(7);
    assertThat(outcome.count("confirmed") + outcome.count("unknown")).isEqualTo(count);
    assertThat(outcome.unknown()).hasSize(outcome.count("unknown")).isNotEmpty();
    assertIsRange(outcome.unknown());
    assertStrictlySorted(outcome.numbers());
    // The store has lost what it had; what came after the unknown ones has arrived.
    int lastUnknown = outcome.unknown().get(outcome.unknown().size() - 1);
    assertThat(missing(outcome)).allMatch(number -> number <= lastUnknown);
  }

  @Test
  void shouldSendAgainWhatIsUnknownWhenTheBrokerIsKilledAndAtLeastOnceIsChosen() throws Exception {
    Outcome outcome = run("--at-least-once").restart(RestartRun::kill);

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.count("confirmed")).isEqualTo(count);
    assertThat(outcome.count("resent")).isPositive();
    List<Integer> resent =
        outcome.arrivals().stream().filter(Arrival::resent).map(Arrival::number).toList();
    assertThat(resent).hasSize(outcome.count("resent"));
    assertIsRange(resent);
    assertDuplicatesAreMarked(outcome);
    // The store has lost what was confirmed and not yet consumed; nothing behind that.
    assertThat(missing(outcome)).allMatch(number -> number < resent.get(0));
  }

  private RestartRun run(String... publishOptions) throws Exception {
    return new RestartRun(Installation.shared(), folder, count, List.of(publishOptions));
  }

  private Set<Integer> missing(Outcome outcome) {
    Set<Integer> arrived = new HashSet<>(outcome.numbers());
    Set<Integer> missing = new HashSet<>();
    IntStream.rangeClosed(1, count)
        .filter(number -> !arrived.contains(number))
        .forEach(missing::add);
    return missing;
  }

  private static void assertDuplicatesAreMarked(Outcome outcome) {
    Set<Integer> seen = new HashSet<>();
    assertThat(outcome.arrivals().stream().filter(arrival -> !seen.add(arrival.number())).toList())
        .allMatch(Arrival::marked);
  }

  private static void assertIsRange(List<Integer> numbers) {
    assertThat(numbers.get(numbers.size() - 1) - numbers.get(0)).isEqualTo(numbers.size() - 1);
    assertStrictlySorted(numbers);
  }

  private static void assertStrictlySorted(List<Integer> numbers) {
    // Not by AssertJ, whose messages would be some MB long.
    for (int i = 1; i < numbers.size(); i++) {
      assertThat(numbers.get(i))
          .as("number behind %s", numbers.get(i - 1))
          .isGreaterThan(numbers.get(i - 1));
    }
  }
}
