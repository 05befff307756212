// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import static dev.bbq.core.routing.TestQueues.names;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.core.queue.Queue;
import dev.bbq.core.testkit.Fields;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DirectBindingsTest {

  private final DirectBindings bindings = new DirectBindings();
  private final TestQueues queues = new TestQueues();
  private final Queue a = queues.queue("a");
  private final Queue b = queues.queue("b");

  @Test
  void shouldMatchTheVeryKey() {
    bindings.add("k", a);

    assertThat(names(bindings.match("k"))).containsExactly("a");
  }

  @Test
  void shouldNotMatchAnotherKey() {
    bindings.add("k", a);

    assertThat(bindings.match("K")).isEmpty();
  }

  @Test
  void shouldTakeWildcardsForPlainText() {
    bindings.add("#", a);
    bindings.add("*", b);

    assertThat(bindings.match("k")).isEmpty();
  }

  @Test
  void shouldMatchTheEmptyKey() {
    bindings.add("", a);

    assertThat(names(bindings.match(""))).containsExactly("a");
  }

  @Test
  void shouldMatchAllQueuesOfAKey() {
    bindings.add("k", a);
    bindings.add("k", b);

    assertThat(names(bindings.match("k"))).containsExactly("a", "b");
  }

  @Test
  void shouldNotMatchWhatWasTakenAway() {
    bindings.add("k", a);
    bindings.add("k", b);
    bindings.remove("k", a);

    assertThat(names(bindings.match("k"))).containsExactly("b");
  }

  @Test
  void shouldKeepOtherKeysOfAQueue() {
    bindings.add("k", a);
    bindings.add("l", a);
    bindings.remove("k", a);

    assertThat(names(bindings.match("l"))).containsExactly("a");
  }

  @Test
  void shouldHoldNothingOnceAllIsTakenAway() {
    bindings.add("k", a);
    bindings.add("k", b);
    bindings.remove("k", a);
    bindings.remove("k", b);

    assertThat(Fields.of(bindings, "byKey")).isEqualTo(Map.of());
  }
}
