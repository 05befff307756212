// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.wire;

import static dev.bbq.it.support.Bytes.blockOfTotal;
import static dev.bbq.it.support.Bytes.first;
import static dev.bbq.it.support.Bytes.send;
import static dev.bbq.it.support.Bytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ErrorCode;
import dev.bbq.core.BrokerLimits;
import dev.bbq.it.support.RawClient;
import dev.bbq.it.support.RawStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten thousand streams that begin a block, all at once. */
final class HalfOpenStreamsTest extends HostilePeerTest {

  private static final int CONNECTIONS = 10;
  private static final int STREAMS_EACH = 1000;
  private static final long ANNOUNCED_BYTES = 16 << 20;
  private static final long BOUND_BYTES = 256 << 20;

  private final List<RawStream> halfOpen = new ArrayList<>();

  HalfOpenStreamsTest() {
    super(BrokerLimits.DEFAULT.withBlockTimeout(Duration.ofSeconds(5)));
  }

  @BeforeEach
  void open() {
    List<byte[]> beginnings =
        IntStream.range(0, STREAMS_EACH).mapToObj(HalfOpenStreamsTest::beginning).toList();
    for (int i = 0; i < CONNECTIONS; i++) {
      RawClient hostile = broker.rawClient();
      halfOpen.addAll(hostile.openAll(beginnings));
      broker.assertServes(hostile);
      broker.assertServes(client);
    }
    assertThat(halfOpen).hasSize(CONNECTIONS * STREAMS_EACH);
  }

  /** Some announce a little, some as much as a message may have. */
  private static byte[] beginning(int i) {
    return switch (i % 4) {
      case 0 -> utf8("S");
      case 1 -> utf8("SEND");
      case 2 -> first(30, send("", QUEUE, "m"));
      default -> blockOfTotal("SEND", ANNOUNCED_BYTES, new byte[100]);
    };
  }

  @Test
  void shouldServeEveryoneMeanwhileAndResetThemInTheEnd() {
    assertThat(usedHeapBytes()).isLessThan(BOUND_BYTES);

    assertThat(halfOpen)
        .allSatisfy(stream -> assertThat(stream.awaitReset()).isEqualTo(ErrorCode.NO_PROGRESS));
    assertThat(ready()).isZero();
  }

  private static long usedHeapBytes() {
    Runtime runtime = Runtime.getRuntime();
    runtime.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
