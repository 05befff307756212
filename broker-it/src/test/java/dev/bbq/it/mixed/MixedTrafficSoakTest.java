// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** An hour, or as long as the property says: {@code mvn verify -Psoak}. */
@Tag("soak")
@Timeout(value = 24, unit = TimeUnit.HOURS)
final class MixedTrafficSoakTest extends MixedTraffic {

  MixedTrafficSoakTest() {
    super(Duration.ofMinutes(Integer.getInteger("bbq.soak.minutes")));
  }

  /** Allows for two threads or descriptors more, as some processes have a handful of them. */
  @Override
  double slack(Growth growth) {
    return growth.isOfHeap() ? 0 : 2;
  }
}
