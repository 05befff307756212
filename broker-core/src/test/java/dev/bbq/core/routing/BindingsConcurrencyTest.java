// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ExchangeType;
import dev.bbq.core.queue.Queue;
import dev.bbq.core.testkit.Trials;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is bound all the time is matched all the time, whatever else comes and goes. */
@Timeout(60)
class BindingsConcurrencyTest {

  private static final int CHANGES = 20_000;

  private final TestQueues queues = new TestQueues();
  private final Queue steady = queues.queue("steady");
  private final Queue passing = queues.queue("passing");

  @ParameterizedTest
  @EnumSource
  void shouldMatchASteadyBindingWhileOthersComeAndGo(ExchangeType type) {
    Trials.run(
        3, random -> run(new Exchange("x", type, false, new LongAdder()).bindings(), random));
  }

  private void run(Bindings bindings, Random random) throws Exception {
    bindings.add("a.b.c", steady);
    AtomicBoolean done = new AtomicBoolean();
    List<Callable<Integer>> readers =
        List.of(() -> countMisses(bindings, done), () -> countMisses(bindings, done));
    try (ExecutorService threads = Executors.newFixedThreadPool(readers.size())) {
      List<Future<Integer>> misses = new ArrayList<>();
      readers.forEach(reader -> misses.add(threads.submit(reader)));
      try {
        change(bindings, random);
      } finally {
        done.set(true);
      }
      for (Future<Integer> count : misses) {
        assertThat(count.get(20, TimeUnit.SECONDS)).isZero();
      }
    }
    assertThat(bindings.match("a.b.c")).containsExactly(steady);
  }

  private void change(Bindings bindings, Random random) {
    String[] patterns = {"a", "a.b", "a.b.c", "a.b.c.d", "a.*.c", "#", "a.#"};
    boolean[] bound = new boolean[patterns.length];
    for (int i = 0; i < CHANGES; i++) {
      toggle(bindings, patterns, bound, random.nextInt(patterns.length));
    }
    for (int i = 0; i < patterns.length; i++) {
      if (bound[i]) {
        toggle(bindings, patterns, bound, i);
      }
    }
  }

  private void toggle(Bindings bindings, String[] patterns, boolean[] bound, int i) {
    if (bound[i]) {
      bindings.remove(patterns[i], passing);
    } else {
      bindings.add(patterns[i], passing);
    }
    bound[i] = !bound[i];
  }

  private int countMisses(Bindings bindings, AtomicBoolean done) {
    int misses = 0;
    while (!done.get()) {
      misses += Stream.of(bindings.match("a.b.c")).filter(steady::equals).count() == 1 ? 0 : 1;
    }
    return misses;
  }
}
