// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ConfirmsTest {

  private final Window window = new Window(3);
  private final Confirms confirms = new Confirms(window);

  @Test
  void shouldMakeRoomForAllThatOneConfirms() throws Exception {
    fill();
    confirms.add(3, true);

    fill();
    assertThat(window.sent()).isEqualTo(6);
  }

  @Test
  void shouldCountWhatIsConfirmedOutOfOrder() throws Exception {
    fill();
    confirms.add(3, false);
    confirms.add(1, false);
    confirms.add(2, false);

    window.awaitEmpty();
    assertThat(window.sent()).isEqualTo(3);
  }

  @Test
  void shouldFailTheSenderWhenAMessageIsRefused() throws Exception {
    fill();
    window.refused("full");

    assertThatThrownBy(window::enter)
        .isInstanceOf(IOException.class)
        .hasMessage("message refused: reason=full");
  }

  private void fill() throws IOException {
    for (int i = 0; i < 3; i++) {
      window.enter();
    }
  }
}
