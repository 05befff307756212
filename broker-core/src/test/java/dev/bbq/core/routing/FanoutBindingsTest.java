// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import static dev.bbq.core.routing.TestQueues.names;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.core.queue.Queue;
import org.junit.jupiter.api.Test;

class FanoutBindingsTest {

  private final FanoutBindings bindings = new FanoutBindings();
  private final TestQueues queues = new TestQueues();
  private final Queue a = queues.queue("a");
  private final Queue b = queues.queue("b");

  @Test
  void shouldMatchAllQueuesWhateverTheKey() {
    bindings.add("k", a);
    bindings.add("l", b);

    assertThat(names(bindings.match("m"))).containsExactly("a", "b");
  }

  @Test
  void shouldMatchAQueueWithSeveralKeysOnce() {
    bindings.add("k", a);
    bindings.add("l", a);

    assertThat(names(bindings.match("k"))).containsExactly("a");
  }

  @Test
  void shouldKeepAQueueUntilItsLastKeyIsGone() {
    bindings.add("k", a);
    bindings.add("l", a);
    bindings.remove("k", a);

    assertThat(names(bindings.match("k"))).containsExactly("a");
  }

  @Test
  void shouldLetGoOfAQueueWithItsLastKey() {
    bindings.add("k", a);
    bindings.add("l", a);
    bindings.add("l", b);
    bindings.remove("k", a);
    bindings.remove("l", a);

    assertThat(names(bindings.match("k"))).containsExactly("b");
  }

  @Test
  void shouldMatchNothingWithoutBindings() {
    assertThat(bindings.match("k")).isEmpty();
  }
}
