// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.wire;

import static dev.bbq.it.support.Bytes.first;
import static dev.bbq.it.support.Bytes.join;
import static dev.bbq.it.support.Bytes.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ErrorCode;
import dev.bbq.core.BrokerLimits;
import dev.bbq.it.support.RawStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Streams that begin something and then say nothing more. */
final class UnfinishedBlockTest extends HostilePeerTest {

  private static final byte[] GOOD = send("", QUEUE, "good");

  UnfinishedBlockTest() {
    super(BrokerLimits.DEFAULT.withBlockTimeout(Duration.ofSeconds(1)));
  }

  @Test
  void shouldResetAStreamWhoseBlockIsCutShortAnywhere() {
    List<byte[]> cuts =
        IntStream.range(1, GOOD.length).mapToObj(bytes -> first(bytes, GOOD)).toList();

    assertThat(client.openAll(cuts))
        .allSatisfy(stream -> assertThat(stream.awaitReset()).isEqualTo(ErrorCode.NO_PROGRESS));
    assertThat(ready()).isZero();
  }

  @Test
  void shouldConfirmWhatCameBeforeABlockThatIsCutShort() {
    RawStream stream = client.open().write(join(GOOD, first(30, GOOD)));

    assertConfirmed(stream);
    assertThat(stream.awaitReset()).isEqualTo(ErrorCode.NO_PROGRESS);
    assertThat(ready()).isEqualTo(1);
  }

  @Test
  void shouldNotMindAStreamThatIsSilentBetweenBlocks() {
    RawStream silent = client.open().write(GOOD);
    assertConfirmed(silent);

    RawStream unfinished = client.open().write(first(1, GOOD));
    assertThat(unfinished.awaitReset()).isEqualTo(ErrorCode.NO_PROGRESS);

    silent.write(GOOD);
    assertConfirmed(silent);
  }
}
