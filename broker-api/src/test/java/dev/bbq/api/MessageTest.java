// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class MessageTest {

  private static final byte[] ARRAY = {0, 1, 2, 3, 4};
  private static final MessageProperties URGENT = MessageProperties.builder().priority(9).build();

  private final Message piece = Message.of(ARRAY, 1, 3);

  @Test
  void shouldHoldThePieceOfAnArray() {
    assertThat(piece.size()).isEqualTo(3);
    assertThat(piece.bytes()).containsExactly(1, 2, 3);
    assertThat(piece.properties()).isEqualTo(MessageProperties.NONE);
  }

  @Test
  void shouldRefuseAPieceOutsideTheArray() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> Message.of(ARRAY, 3, 3));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> Message.of(ARRAY, 1, -1));
  }

  @Test
  void shouldShowItsBodyReadOnly() {
    ByteBuffer body = piece.body();
    assertThat(body).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    assertThatExceptionOfType(ReadOnlyBufferException.class).isThrownBy(() -> body.put((byte) 9));
  }

  @Test
  void shouldCopyItsBodyWholeOrInPart() {
    ByteBuffer target = ByteBuffer.allocate(5);
    piece.copyTo(target);
    piece.copyTo(target, 1, 2);
    assertThat(target.array()).containsExactly(1, 2, 3, 2, 3);
  }

  @Test
  void shouldRefuseToCopyMoreThanItsBody() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> piece.copyTo(ByteBuffer.allocate(9), 1, 3));
  }

  @Test
  void shouldCarryTextAsUtf8() {
    assertThat(Message.of("Zürich").bytes()).hasSize(7);
    assertThat(Message.of("Zürich").text()).isEqualTo("Zürich");
  }

  @Test
  void shouldBeEqualByContentAndProperties() {
    Message same = Message.of(new byte[] {1, 2, 3});
    assertThat(piece).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(piece.with(URGENT)).isEqualTo(same.with(URGENT)).isNotEqualTo(piece);
    assertThat(piece).isNotEqualTo(Message.of(new byte[] {1, 2}));
  }

  @Test
  void shouldKeepItsBodyWhenPropertiesChange() {
    Message urgent = piece.with(URGENT);
    assertThat(urgent.properties()).isEqualTo(URGENT);
    assertThat(urgent.bytes()).containsExactly(1, 2, 3);
    assertThat(piece.properties()).isEqualTo(MessageProperties.NONE);
  }

  @Test
  void shouldNotShowItsBodyAsText() {
    assertThat(Message.of("secret").toString())
        .startsWith("Message[size=6, ")
        .doesNotContain("secret");
  }
}
