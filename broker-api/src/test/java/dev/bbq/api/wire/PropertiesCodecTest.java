// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.HeaderValue;
import dev.bbq.api.MessageProperties;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesCodecTest {

  private static final MessageProperties EVERYTHING =
      MessageProperties.builder()
          .messageId("m-1")
          .correlationId("c-1")
          .replyTo("answers")
          .contentType("text/plain")
          .timestamp(Instant.ofEpochMilli(1_767_225_600_123L))
          .timeToLive(Duration.ofSeconds(30))
          .priority(9)
          .notBefore(Instant.ofEpochMilli(Long.MAX_VALUE))
          .producer("till-7", 42)
          .traceParent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
          .traceState("vendor=1")
          .resent(true)
          .header("text", "Zürich")
          .header("whole", Long.MIN_VALUE)
          .header("real", new HeaderValue.Real(Double.NaN))
          .header("flag", true)
          .header("bytes", new HeaderValue.Bytes(new byte[] {0, (byte) 0xff}))
          .build();

  @Test
  void shouldDecodeEverythingItEncodes() throws ProtocolException {
    assertThat(decode(PropertiesCodec.encode(EVERYTHING))).isEqualTo(EVERYTHING);
  }

  @Test
  void shouldDecodeAnyPropertiesItEncodes() {
    Trials.run(
        2000,
        random -> {
          MessageProperties properties = RandomValues.properties(random);
          assertThat(decode(PropertiesCodec.encode(properties))).isEqualTo(properties);
        });
  }

  @Test
  void shouldDecodeFromTheMiddleOfAnArray() throws ProtocolException {
    byte[] content = PropertiesCodec.encode(EVERYTHING);
    byte[] array = Bytes.concat(List.of(new byte[7], content, new byte[9]));
    assertThat(PropertiesCodec.decode(array, 7, content.length)).isEqualTo(EVERYTHING);
  }

  @Test
  void shouldEncodeNoPropertiesAsNothing() throws ProtocolException {
    assertThat(PropertiesCodec.encode(MessageProperties.NONE)).isEmpty();
    assertThat(decode(new byte[0])).isEqualTo(MessageProperties.NONE);
  }

  @Test
  void shouldWriteEntriesByAscendingId() {
    assertThat(ids(PropertiesCodec.encode(EVERYTHING)))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 32, 32, 32, 32, 32);
  }

  private static List<Integer> ids(byte[] content) {
    List<Integer> ids = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(content);
    while (in.hasRemaining()) {
      ids.add(in.get() & 0xff);
      int size = in.getInt();
      in.position(in.position() + size);
    }
    return ids;
  }

  @Test
  void shouldMarkAnyPropertiesAsResent() {
    Trials.run(
        500,
        random -> {
          MessageProperties properties = RandomValues.properties(random);
          byte[] content = PropertiesCodec.encode(properties);

          byte[] marked = PropertiesCodec.withResent(content);

          assertThat(decode(marked)).isEqualTo(asResent(properties));
          assertThat(marked.length - content.length).isIn(0, PropertiesCodec.RESENT_BYTES);
        });
  }

  private static MessageProperties asResent(MessageProperties p) {
    return new MessageProperties(
        p.messageId(),
        p.correlationId(),
        p.replyTo(),
        p.contentType(),
        p.timestamp(),
        p.timeToLive(),
        p.priority(),
        p.notBefore(),
        p.producer(),
        p.traceParent(),
        p.traceState(),
        true,
        p.headers());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 255})
  void shouldRefuseAResentThatIsNoFlag(int value) {
    assertInvalid(entry(12, value), "not a flag: property=12");
  }

  @Test
  void shouldKeepTheOrderOfHeaders() throws ProtocolException {
    MessageProperties properties =
        MessageProperties.builder().header("z", 1).header("a", 2).header("m", 3).build();
    assertThat(decode(PropertiesCodec.encode(properties)).headers().keySet())
        .containsExactly("z", "a", "m");
  }

  @Test
  void shouldTakeTheLastOfHeadersWithOneName() throws ProtocolException {
    byte[] first = PropertiesCodec.encode(MessageProperties.builder().header("h", 1).build());
    byte[] second = PropertiesCodec.encode(MessageProperties.builder().header("h", "two").build());
    assertThat(decode(Bytes.concat(List.of(first, second))).headers())
        .containsExactly(java.util.Map.entry("h", new HeaderValue.Text("two")));
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 31, 33, 255})
  void shouldPassOverAnUnknownIdWhateverItsValue(int id) throws ProtocolException {
    byte[] unknown = entry(id, 0xff, 0xfe, 0xfd);
    byte[] known = entry(1, 'm');
    assertThat(decode(Bytes.concat(List.of(known, unknown))))
        .isEqualTo(MessageProperties.builder().messageId("m").build());
  }

  @Test
  void shouldReadOnBehindAnUnknownId() throws ProtocolException {
    byte[] header = PropertiesCodec.encode(MessageProperties.builder().header("h", true).build());
    assertThat(decode(Bytes.concat(List.of(entry(13), header))).headers()).containsKey("h");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "32, 11", "13, 13", "255, 254", "0, 1"})
  void shouldRefuseIdsThatRepeatOrDescend(int first, int second) {
    byte[] content = Bytes.concat(List.of(sample(first), sample(second)));
    assertInvalid(content, "id out of order: property=%d".formatted(first == 0 ? 0 : second));
  }

  private static byte[] sample(int id) {
    return id == 32
        ? PropertiesCodec.encode(MessageProperties.builder().header("h", true).build())
        : entry(id, 'x');
  }

  @Test
  void shouldRefuseContentCutShortAnywhereButBetweenEntries() {
    byte[] content = PropertiesCodec.encode(EVERYTHING);
    for (int length = 1; length < content.length; length++) {
      byte[] cut = Arrays.copyOf(content, length);
      try {
        assertThat(PropertiesCodec.encode(decode(cut))).isEqualTo(cut);
      } catch (ProtocolException refused) {
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_PROPERTIES);
      }
    }
    assertInvalid(new byte[] {1, 0, 0, 0}, "entry cut short: property=0");
    assertInvalid(new byte[] {1, 0, 0, 0, 2, 'a'}, "value past the end: property=1");
    assertInvalid(new byte[] {1, -1, -1, -1, -1, 'a'}, "value past the end: property=1");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 10, 11})
  void shouldRefuseTextThatIsNoUtf8(int id) {
    assertInvalid(entry(id, 0xc3), "not UTF-8: property=%d".formatted(id));
    assertInvalid(entry(id, 0xed, 0xa0, 0x80), "not UTF-8: property=%d".formatted(id));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 8})
  void shouldRefuseTimesThatAreNoU64(int id) {
    assertInvalid(entry(id, 1, 2, 3, 4, 5, 6, 7), "not eight bytes: property=%d".formatted(id));
    assertInvalid(
        entry(id, 1, 2, 3, 4, 5, 6, 7, 8, 9), "not eight bytes: property=%d".formatted(id));
    assertInvalid(
        entry(id, 0x80, 0, 0, 0, 0, 0, 0, 0), "value beyond 2^63-1: property=%d".formatted(id));
  }

  @Test
  void shouldRefuseAPriorityOutOfRange() {
    assertInvalid(entry(7, 10), "property out of range: priority=10, allowed=0 to 9");
    assertInvalid(entry(7, 255), "property out of range: priority=255, allowed=0 to 9");
    assertInvalid(entry(7), "not one byte: property=7");
    assertInvalid(entry(7, 0, 5), "not one byte: property=7");
  }

  @Test
  void shouldRefuseAProducerThatIsNone() {
    assertInvalid(entry(9, 0, 0, 0, 0, 0, 0, 0, 1), "producer cut short: property=9");
    assertInvalid(entry(9, 0x80, 0, 0, 0, 0, 0, 0, 1, 'p'), "sequence beyond 2^63-1: property=9");
    assertInvalid(entry(9, 0, 0, 0, 0, 0, 0, 0, 1, 0xff), "not UTF-8: property=9");
  }

  @Test
  void shouldTakeAProducerIdOf255BytesAndRefuseALongerOne() throws ProtocolException {
    MessageProperties longest = MessageProperties.builder().producer("p".repeat(255), 1).build();
    assertThat(decode(PropertiesCodec.encode(longest))).isEqualTo(longest);

    MessageProperties longer = MessageProperties.builder().producer("p".repeat(256), 1).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PropertiesCodec.encode(longer))
        .withMessage("producer id too long: length=256, limit=255");
    int[] value = new int[8 + 256];
    Arrays.fill(value, 8, value.length, 'p');
    assertInvalid(entry(9, value), "producer id too long: property=9");
  }

  @Test
  void shouldRefuseAHeaderThatIsNone() {
    assertInvalid(entry(32, 0, 1), "header cut short: property=32");
    assertInvalid(entry(32, 0, 0, 1), "header name out of range: property=32");
    assertInvalid(entry(32, 1, 0, 1), "header name out of range: property=32");
    assertInvalid(entry(32, 0, 1, 'h'), "header name past the end: property=32");
    assertInvalid(entry(32, 0, 1, 0xff, 4, 1), "not UTF-8: property=32");
    assertInvalid(entry(32, 0, 1, 'h', 1, 0xff), "not UTF-8: property=32");
    assertInvalid(entry(32, 0, 1, 'h', 2, 1), "not eight bytes: property=32");
    assertInvalid(entry(32, 0, 1, 'h', 3), "not eight bytes: property=32");
    assertInvalid(entry(32, 0, 1, 'h', 4), "not a flag: property=32");
    assertInvalid(entry(32, 0, 1, 'h', 4, 2), "not a flag: property=32");
    assertInvalid(entry(32, 0, 1, 'h', 0, 1), "no such header type: type=0");
    assertInvalid(entry(32, 0, 1, 'h', 6, 1), "no such header type: type=6");
  }

  @Test
  void shouldRefuseToEncodeAHeaderNameOutOfRange() {
    for (String name : List.of("", "n".repeat(256), "ö".repeat(128))) {
      MessageProperties properties = MessageProperties.builder().header(name, 1).build();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PropertiesCodec.encode(properties))
          .withMessage("header name out of range: name=%s", name);
    }
  }

  @Test
  void shouldEncodePropertiesUpToTheLimitAndRefuseThoseOver() throws ProtocolException {
    int room = SendLayout.MAX_PROPERTIES_BYTES - 5;
    MessageProperties largest = MessageProperties.builder().messageId("m".repeat(room)).build();
    byte[] content = PropertiesCodec.encode(largest);
    assertThat(content).hasSize(SendLayout.MAX_PROPERTIES_BYTES);
    assertThat(decode(content)).isEqualTo(largest);

    MessageProperties larger = MessageProperties.builder().messageId("m".repeat(room + 1)).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PropertiesCodec.encode(larger))
        .withMessage("properties too large: length=65537, limit=65536");
  }

  @Test
  void shouldRefuseOrUnderstandAnyMutant() {
    Trials.run(
        20_000,
        random -> {
          byte[] good = PropertiesCodec.encode(RandomValues.properties(random));
          byte[] mutant =
              random.nextInt(10) == 0
                  ? Bytes.random(random, random.nextInt(40))
                  : Bytes.mutate(good, random);
          MessageProperties understood;
          try {
            understood = decode(mutant);
          } catch (ProtocolException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_PROPERTIES);
            return;
          }
          assertThat(decode(PropertiesCodec.encode(understood))).isEqualTo(understood);
        });
  }

  @Test
  void shouldEncodeTextAsUtf8() {
    assertThat(PropertiesCodec.encode(MessageProperties.builder().messageId("ö€").build()))
        .isEqualTo(Bytes.concat(List.of(new byte[] {1, 0, 0, 0, 5}, "ö€".getBytes(UTF_8))));
  }

  private static byte[] entry(int id, int... value) {
    ByteBuffer entry = ByteBuffer.allocate(5 + value.length).put((byte) id).putInt(value.length);
    for (int b : value) {
      entry.put((byte) b);
    }
    return entry.array();
  }

  private static MessageProperties decode(byte[] content) throws ProtocolException {
    return PropertiesCodec.decode(content, 0, content.length);
  }

  private static void assertInvalid(byte[] content, String message) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> decode(content))
        .withMessage(message)
        .returns(ErrorCode.INVALID_PROPERTIES, ProtocolException::code);
  }
}
