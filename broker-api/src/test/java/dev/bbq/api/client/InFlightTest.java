// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.Message;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InFlightTest {

  private final InFlight inFlight = new InFlight();

  @Test
  void shouldReturnNullWhenEmpty() {
    assertThat(inFlight.poll()).isNull();
    assertThat(inFlight.size()).isZero();
  }

  @Test
  void shouldBehaveLikeQueueWhateverComes() {
    long seed = Long.getLong("bbq.seed", System.nanoTime());
    Random random = new Random(seed);
    ArrayDeque<PendingPublish> model = new ArrayDeque<>();
    for (int step = 0; step < 20_000; step++) {
      if (random.nextInt(100) < (step < 10_000 ? 55 : 45)) {
        PendingPublish message = message(random.nextInt(50));
        inFlight.add(message);
        model.add(message);
      } else {
        assertThat(inFlight.poll()).as("seed=%d", seed).isSameAs(model.poll());
      }
      assertThat(inFlight.size()).as("seed=%d", seed).isEqualTo(model.size());
    }
    assertThat(inFlight.bytesOf(model.size()))
        .as("seed=%d", seed)
        .isEqualTo(model.stream().mapToLong(PendingPublish::size).sum());
  }

  private static PendingPublish message(int size) {
    return new PendingPublish(Address.of("", "q"), Message.of(new byte[size]), new byte[0]);
  }
}
