// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two minutes, in which only a large leak shows: a JVM takes longer to come to rest. */
@Execution(ExecutionMode.CONCURRENT) // all is in processes of their own, which mostly wait
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class MixedTrafficTest extends MixedTraffic {

  private static final double HEAP_KIB = 8 << 10;
  private static final double THREADS_OR_DESCRIPTORS = 100;

  MixedTrafficTest() {
    super(Duration.ofMinutes(2));
  }

  @Override
  double slack(Growth growth) {
    return growth.isOfHeap() ? HEAP_KIB : THREADS_OR_DESCRIPTORS;
  }
}
