// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.dist;

import org.junit.jupiter.api.Tag;

/** A restart under load with many messages: {@code mvn verify -Psoak}. */
@Tag("soak")
final class RestartSoakIT extends RestartUnderLoad {

  RestartSoakIT() {
    super(Integer.getInteger("bbq.soak.messages"));
  }
}
