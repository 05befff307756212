// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FrameCounterTest {

  private final FrameCounter counter = new FrameCounter();
  private final byte[] frame = Frame.of("bench-0", 150);

  @Test
  void shouldCountFramesThatComeInPieces() {
    int frames = 0;
    for (int i = 0; i < 3 * frame.length; i++) {
      counter.add(ByteBuffer.wrap(frame, i % frame.length, 1));
      frames += counter.take();
    }

    assertThat(frames).isEqualTo(3);
  }

  @Test
  void shouldCountFramesThatComeAtOnce() {
    ByteBuffer two =
        ByteBuffer.allocate(2 * frame.length + 5).put(frame).put(frame).put(frame, 0, 5);

    counter.add(two.flip());

    assertThat(counter.take()).isEqualTo(2);
    assertThat(counter.take()).isZero();
  }
}
