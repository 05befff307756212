// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The run that the launcher makes its archive of classes by. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class RehearsalCommandTest {

  @Test
  void shouldServeAMessageAndSayNothing() {
    TestIo caller = new TestIo(Map.of());

    int code = caller.run(RehearsalCommand.NAME);

    assertThat(caller.err()).isEmpty();
    assertThat(caller.out()).isEmpty();
    assertThat(code).isEqualTo(ExitCode.OK);
  }
}
