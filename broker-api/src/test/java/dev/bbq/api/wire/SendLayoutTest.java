// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bbq.api.ErrorCode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendLayoutTest {

  private static final int MAX_MESSAGE = 1000;

  private final SendLayout layout = new SendLayout(MAX_MESSAGE);

  @Test
  void shouldFindThreeFields() throws ProtocolException {
    layout.parse(fields("orders", "eu.de", "body"), 0);
    assertThat(text(layout.exchangeStart(), layout.exchangeLength())).isEqualTo("orders");
    assertThat(text(layout.keyStart(), layout.keyLength())).isEqualTo("eu.de");
    assertThat(text(layout.bodyStart(), layout.bodyLength())).isEqualTo("body");
    assertThat(layout.hasProperties()).isFalse();
    assertThat(layout.propertiesLength()).isZero();
  }

  @Test
  void shouldFindTheFourthFieldByTheTotal() throws ProtocolException {
    layout.parse(fields("orders", "eu.de", "body", "props"), 0);
    assertThat(text(layout.bodyStart(), layout.bodyLength())).isEqualTo("body");
    assertThat(layout.hasProperties()).isTrue();
    assertThat(text(layout.propertiesStart(), layout.propertiesLength())).isEqualTo("props");
  }

  @Test
  void shouldTakeEmptyFields() throws ProtocolException {
    byte[] payload = fields("", "", "");
    assertThat(payload).hasSize(SendLayout.MIN_BYTES);
    layout.parse(payload, 0);
    assertThat(layout.exchangeLength()).isZero();
    assertThat(layout.keyLength()).isZero();
    assertThat(layout.bodyLength()).isZero();
    assertThat(layout.hasProperties()).isFalse();
  }

  @Test
  void shouldTellEmptyPropertiesFromNone() throws ProtocolException {
    layout.parse(fields("", "", "", ""), 0);
    assertThat(layout.hasProperties()).isTrue();
    assertThat(layout.propertiesLength()).isZero();
  }

  @Test
  void shouldStartBehindAFixedPart() throws ProtocolException {
    byte[] payload = Bytes.concat(List.of(new byte[12], fields("x", "key", "body", "p")));
    layout.parse(payload, 12);
    assertThat(layout.addressStart()).isEqualTo(12);
    assertThat(text(layout.exchangeStart(), layout.exchangeLength())).isEqualTo("x");
    assertThat(text(layout.keyStart(), layout.keyLength())).isEqualTo("key");
    assertThat(text(layout.bodyStart(), layout.bodyLength())).isEqualTo("body");
    assertThat(text(layout.propertiesStart(), layout.propertiesLength())).isEqualTo("p");
  }

  @Test
  void shouldSpanTheAddressOverExchangeAndKey() throws ProtocolException {
    byte[] payload = fields("x", "key", "body");
    layout.parse(payload, 0);
    byte[] address = Arrays.copyOfRange(payload, layout.addressStart(), layout.addressEnd());
    assertThat(address).isEqualTo(Bytes.concat(List.of(Bytes.field("x"), Bytes.field("key"))));
  }

  @Test
  void shouldForgetTheBlockBefore() throws ProtocolException {
    layout.parse(fields("orders", "eu.de", "body", "props"), 0);
    layout.parse(fields("", "q", ""), 0);
    assertThat(layout.hasProperties()).isFalse();
    assertThat(layout.exchangeLength()).isZero();
    assertThat(text(layout.keyStart(), layout.keyLength())).isEqualTo("q");
  }

  @Test
  void shouldRefuseAnythingCutShort() {
    byte[] payload = fields("x", "key", "body");
    for (int length = 0; length < payload.length; length++) {
      byte[] cut = Arrays.copyOf(payload, length);
      assertThatExceptionOfType(ProtocolException.class)
          .as("length %d", length)
          .isThrownBy(() -> layout.parse(cut, 0))
          .returns(ErrorCode.MALFORMED_BLOCK, ProtocolException::code);
    }
  }

  @Test
  void shouldNameTheFieldThatIsMissing() {
    assertMalformed(new byte[0], "field missing: field=exchange, offset=0, total=0");
    assertMalformed(Bytes.field("x"), "field missing: field=routing key, offset=9, total=9");
    assertMalformed(
        Bytes.concat(List.of(Bytes.field("x"), Bytes.field("k"))),
        "field missing: field=message, offset=18, total=18");
  }

  @Test
  void shouldRefuseAFixedPartCutShort() {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> layout.parse(new byte[5], 12))
        .returns(ErrorCode.MALFORMED_BLOCK, ProtocolException::code);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void shouldRefuseTrailingBytesTooFewForAFourthField(int count) {
    assertMalformed(
        Bytes.concat(List.of(fields("", "q", "body"), new byte[count])),
        "field missing: field=properties, offset=29, total=%d".formatted(29 + count));
  }

  @Test
  void shouldRefuseAByteBehindTheFourthField() {
    assertMalformed(
        Bytes.concat(List.of(fields("", "q", "body", "p"), new byte[1])),
        "bytes behind the last field: field=properties, offset=29, total=39");
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 255, Integer.MAX_VALUE, 1L << 31, 1L << 32, Long.MAX_VALUE - 7})
  void shouldRefuseALengthPastTheEnd(long length) {
    byte[] payload = fields("", "", "b");
    ByteBuffer.wrap(payload).putLong(16, length);
    assertMalformed(
        payload, "field past the end: field=message, length=%d, room=1".formatted(length));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 16})
  void shouldRefuseALengthOf2To63OrMoreInAnyField(int offset) {
    for (long length : new long[] {Long.MIN_VALUE, -1, -8, -9}) {
      byte[] payload = fields("", "", "");
      ByteBuffer.wrap(payload).putLong(offset, length);
      assertThatExceptionOfType(ProtocolException.class)
          .isThrownBy(() -> layout.parse(payload, 0))
          .withMessageContaining("length=" + Long.toUnsignedString(length))
          .returns(ErrorCode.MALFORMED_BLOCK, ProtocolException::code);
    }
  }

  @Test
  void shouldTakeAMessageAtTheLimitAndRefuseOneOver() throws ProtocolException {
    layout.parse(fields("", "q", "x".repeat(MAX_MESSAGE)), 0);
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> layout.parse(fields("", "q", "x".repeat(MAX_MESSAGE + 1)), 0))
        .withMessage("message too large: length=1001, limit=1000")
        .returns(ErrorCode.TOO_LARGE, ProtocolException::code);
  }

  @Test
  void shouldTakePropertiesAtTheLimitAndRefuseThoseOver() throws ProtocolException {
    int limit = SendLayout.MAX_PROPERTIES_BYTES;
    layout.parse(fields("", "q", "", "x".repeat(limit)), 0);
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> layout.parse(fields("", "q", "", "x".repeat(limit + 1)), 0))
        .withMessage("properties too large: length=65537, limit=65536")
        .returns(ErrorCode.TOO_LARGE, ProtocolException::code);
  }

  @Test
  void shouldLeaveRoomInTheTotalForTheLargestOfAllFields() {
    byte[] largest =
        fields(
            "x".repeat(Names.MAX_BYTES),
            "k".repeat(Names.MAX_BYTES),
            "b".repeat(MAX_MESSAGE),
            "p".repeat(SendLayout.MAX_PROPERTIES_BYTES));
    assertThat(SendLayout.maxTotal(MAX_MESSAGE)).isEqualTo(largest.length);
  }

  @Test
  void shouldRefuseOrFindFieldsThatAddUpForAnyBytes() {
    Trials.run(
        20_000,
        random -> {
          int from = random.nextInt(2) * 12;
          byte[] good = Bytes.concat(List.of(new byte[from], randomFields(random)));
          byte[] bytes = random.nextInt(5) == 0 ? Bytes.random(random, 40) : good;
          byte[] mutant = Bytes.mutate(bytes, random);
          SendLayout layout = new SendLayout(MAX_MESSAGE);
          try {
            layout.parse(mutant, from);
          } catch (ProtocolException refused) {
            assertThat(refused.code()).isIn(ErrorCode.MALFORMED_BLOCK, ErrorCode.TOO_LARGE);
            return;
          }
          assertAddsUp(layout, mutant, from);
        });
  }

  @Test
  void shouldFindAllFieldsOfAnyGoodBlock() {
    Trials.run(
        2000,
        random -> {
          SendLayout layout = new SendLayout(MAX_MESSAGE);
          byte[] payload = randomFields(random);
          layout.parse(payload, 0);
          assertAddsUp(layout, payload, 0);
        });
  }

  private static void assertAddsUp(SendLayout layout, byte[] payload, int from) {
    assertThat(layout.payload()).isSameAs(payload);
    assertThat(layout.exchangeStart()).isEqualTo(from + 8);
    assertThat(layout.keyStart()).isEqualTo(layout.exchangeStart() + layout.exchangeLength() + 8);
    assertThat(layout.bodyStart()).isEqualTo(layout.keyStart() + layout.keyLength() + 8);
    int bodyEnd = layout.bodyStart() + layout.bodyLength();
    int end = layout.hasProperties() ? bodyEnd + 8 + layout.propertiesLength() : bodyEnd;
    assertThat(end).isEqualTo(payload.length);
    assertThat(layout.exchangeLength()).isNotNegative();
    assertThat(layout.keyLength()).isNotNegative();
    assertThat(layout.bodyLength()).isBetween(0, MAX_MESSAGE);
    assertThat(layout.propertiesLength()).isBetween(0, SendLayout.MAX_PROPERTIES_BYTES);
  }

  private static byte[] randomFields(Random random) {
    return Bytes.message(
        RandomValues.text(random, 20),
        RandomValues.text(random, 20),
        Bytes.random(random, random.nextInt(MAX_MESSAGE)),
        RandomValues.properties(random));
  }

  private void assertMalformed(byte[] payload, String message) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> layout.parse(payload, 0))
        .withMessage(message)
        .returns(ErrorCode.MALFORMED_BLOCK, ProtocolException::code);
  }

  private String text(int from, int length) {
    return new String(layout.payload(), from, length, UTF_8);
  }

  private static byte[] fields(String... texts) {
    return Bytes.concat(Arrays.stream(texts).map(Bytes::field).toList());
  }
}
