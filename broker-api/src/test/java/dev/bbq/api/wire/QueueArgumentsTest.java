// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.QueueOptions;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of a queue as bytes. */
class QueueArgumentsTest {

  private static Octets hex(String text) {
    return new Octets(HexFormat.of().parseHex(text.replace(" ", "")));
  }

  @Test
  void shouldReadWhatItWrites() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      QueueOptions options = RandomValues.options(random);
      assertThat(QueueArguments.decode(QueueArguments.encode(options)))
          .as("seed=%d", seed)
          .isEqualTo(options);
    }
  }

  @Test
  void shouldWriteNothingForNoOptions() throws Exception {
    assertThat(QueueArguments.encode(QueueOptions.NONE)).isEqualTo(Octets.NONE);
    assertThat(QueueArguments.decode(Octets.NONE)).isEqualTo(QueueOptions.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "01                             | entry cut short: argument=0",
        "01 00000009 00000000 00000001  | value past the end: argument=1",
        "01 ffffffff 00000000 00000001  | value past the end: argument=1",
        "01 00000004 00000001           | not eight bytes: argument=1",
        "01 00000008 80000000 00000000  | value beyond 2^63-1: argument=1",
        "01 00000008 00000000 00000000  | queue option out of range: messageTtl=PT0S, allowed=1 ms"
            + " or more",
        "03 00000008 00000000 00000000  | queue option out of range: maxLength=0, allowed=1 or"
            + " more",
        "04 00000008 00000000 00000000  | queue option out of range: maxBytes=0, allowed=1 or more",
        "05 00000001 00                 | no such value: argument=5",
        "05 00000001 03                 | no such value: argument=5",
        "05 00000002 0001               | not one byte: argument=5",
        "07 00000001 ff                 | not UTF-8: argument=7",
        "07 00000001 0a                 | no name: argument=7",
        "08 00000001 61                 | key without a dead-letter exchange: argument=8",
        "09 00000001 0a                 | queue option out of range: maxPriority=10, allowed=0 to"
            + " 9",
        "09 00000001 ff                 | queue option out of range: maxPriority=255, allowed=0 to"
            + " 9",
        "0a 00000000                    | not known here: argument=10",
        "00 00000000                    | id out of order: argument=0",
        "09 00000001 01 09 00000001 01  | id out of order: argument=9",
        "09 00000001 01 05 00000001 01  | id out of order: argument=5",
      })
  void shouldRefuse(String bytes, String reason) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> QueueArguments.decode(hex(bytes)))
        .withMessage(reason)
        .returns(ErrorCode.INVALID_ARGUMENT, ProtocolException::code);
  }

  @Test
  void shouldTakeTheLargestLimitOfDeliveriesThatThereIsForAnyBeyond() throws Exception {
    assertThat(QueueArguments.decode(hex("06 00000008 7fffffffffffffff")).deliveryLimit())
        .contains(Integer.MAX_VALUE);
  }

  @Test
  void shouldPassOverWhatALaterBrokerSaysOfItsQueues() throws Exception {
    assertThat(QueueArguments.decodeKnown(hex("09 00000001 02 63 00000002 ffff")).maxPriority())
        .isEqualTo(2);
  }

  @Test
  void shouldNotWriteANameThatIsNone() {
    QueueOptions options = QueueOptions.builder().deadLetterTo("x".repeat(256)).build();

    assertThatIllegalArgumentException().isThrownBy(() -> QueueArguments.encode(options));
  }
}
