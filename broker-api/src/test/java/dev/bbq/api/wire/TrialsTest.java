// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

@DisabledIfSystemProperty(named = "bbq.seed", matches = ".*")
class TrialsTest {

  @Test
  void shouldNameTheSeedThatRepeatsAFailure() {
    AtomicLong value = new AtomicLong();
    assertThatThrownBy(
            () ->
                Trials.run(
                    10,
                    random -> {
                      value.set(random.nextLong());
                      throw new IllegalStateException("no luck");
                    }))
        .isInstanceOf(AssertionError.class)
        .hasRootCauseMessage("no luck")
        .satisfies(
            failure -> {
              String seed = failure.getMessage().replaceAll("(?s).*seed=(-?\\d+), again.*", "$1");
              assertThat(new Random(Long.parseLong(seed)).nextLong()).isEqualTo(value.get());
            });
  }

  @Test
  void shouldRunAsOftenAsToldWithOtherValues() {
    var seen = new java.util.HashSet<Long>();
    Trials.run(50, random -> seen.add(random.nextLong()));
    assertThat(seen).hasSize(50);
  }
}
