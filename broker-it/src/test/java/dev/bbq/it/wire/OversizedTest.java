// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.wire;

import static dev.bbq.it.support.Bytes.block;
import static dev.bbq.it.support.Bytes.blockOfTotal;
import static dev.bbq.it.support.Bytes.field;
import static dev.bbq.it.support.Bytes.join;
import static dev.bbq.it.support.Bytes.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ErrorCode;
import dev.bbq.core.BrokerLimits;
import dev.bbq.it.support.RawReply;
import dev.bbq.it.support.RawStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is over the limits, and what is just within. */
final class OversizedTest extends HostilePeerTest {

  private static final int LIMIT = 100_000;
  private static final int BEYOND_MESSAGE = 66_078;
  private static final int CONTROL_LIMIT = 32_768;

  OversizedTest() {
    super(BrokerLimits.DEFAULT.withMaxMessageBytes(LIMIT));
  }

  @Test
  void shouldKeepAMessageOfTheLargestSize() {
    RawStream stream = client.open().write(send("", QUEUE, new byte[LIMIT]));

    assertThat(stream.takeReply()).isEqualTo(RawReply.CONFIRMED);
    assertThat(ready()).isEqualTo(1);
  }

  @Test
  void shouldEndTheStreamWhenAMessageIsOneByteTooLarge() {
    RawStream stream =
        client.open().write(join(send("", QUEUE, "good"), send("", QUEUE, new byte[LIMIT + 1])));

    assertConfirmed(stream);
    assertThat(stream.takeReply()).matches(reply -> reply.ends(ErrorCode.TOO_LARGE));
    stream.awaitEnd();
    assertThat(ready()).isEqualTo(1);
  }

  @Test
  void shouldJudgeATotalBeforeAnyByteOfItHasCome() {
    RawStream stream = client.open().write(blockOfTotal("SEND", LIMIT + BEYOND_MESSAGE + 1));

    assertThat(stream.takeReply()).matches(reply -> reply.ends(ErrorCode.TOO_LARGE));
    stream.awaitEnd();
  }

  @Test
  void shouldEndTheStreamWhenPropertiesAreTooLarge() {
    byte[] bad = block("SEND", field(""), field(QUEUE), field("m"), field(new byte[65_537]));

    RawStream stream = client.open().write(bad);

    assertThat(stream.takeReply()).matches(reply -> reply.ends(ErrorCode.TOO_LARGE));
    stream.awaitEnd();
    assertThat(ready()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HELO", "RECV", "XDEC", "XDEL", "QDEC", "QDEL", "PURG", "BIND", "LIST"})
  void shouldJudgeTheTotalOfAControlBlockBeforeAnyByteOfItHasCome(String tag) {
    RawStream stream = client.open().write(blockOfTotal(tag, CONTROL_LIMIT + 1));

    assertThat(stream.takeFailure()).isEqualTo(ErrorCode.TOO_LARGE);
    stream.awaitEnd();
  }
}
