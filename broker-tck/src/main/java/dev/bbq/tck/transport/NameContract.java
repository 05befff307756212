// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A transport can be chosen. */
abstract class NameContract extends TransportContract {

  @Test
  @Proves(TransportSentence.NAME)
  void shouldHaveANameOfTheRightForm() {
    assertThat(transport().name()).matches("[a-z][a-z0-9-]{0,31}");
  }
}
