// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bbq.api.ErrorCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockReaderTest {

  private static final int LARGEST = 16 << 20;
  private static final BlockLimits LIMITS =
      tag -> tag == Tag.SEND || tag == Tag.PING ? LARGEST : BlockLimits.NOT_ALLOWED;

  private final BlockReader reader = new BlockReader(LIMITS);

  private record Read(int tag, List<Byte> payload) {}

  @Test
  void shouldGiveTheSameBlocksForAnySplit() {
    Trials.run(
        300,
        random -> {
          List<byte[]> payloads = payloads(random);
          List<byte[]> blocks = new ArrayList<>();
          List<Read> expected = new ArrayList<>();
          for (byte[] payload : payloads) {
            int tag = random.nextBoolean() ? Tag.SEND : Tag.PING;
            blocks.add(Bytes.block(tag, payload));
            expected.add(new Read(tag, boxed(payload)));
          }
          byte[] bytes = Bytes.concat(blocks);
          List<ByteBuffer> pieces =
              random.nextInt(4) == 0 ? Bytes.one(bytes) : Bytes.split(bytes, random);
          assertThat(readAll(pieces)).isEqualTo(expected);
        });
  }

  private static List<byte[]> payloads(Random random) {
    int[] sizes = {
      0, 1, 7, BlockReader.SMALL_BYTES - 1, BlockReader.SMALL_BYTES, BlockReader.SMALL_BYTES + 1
    };
    List<byte[]> payloads = new ArrayList<>();
    int count = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      int choice = random.nextInt(sizes.length + 1);
      int size = choice < sizes.length ? sizes[choice] : random.nextInt(20_000);
      payloads.add(Bytes.random(random, size));
    }
    return payloads;
  }

  private static List<Read> readAll(List<ByteBuffer> pieces) throws ProtocolException {
    BlockReader reader = new BlockReader(LIMITS);
    List<Read> read = new ArrayList<>();
    for (ByteBuffer piece : pieces) {
      while (reader.read(piece)) {
        read.add(new Read(reader.tag(), boxed(reader.payload())));
      }
      assertThat(piece.hasRemaining()).isFalse();
    }
    assertThat(reader.inBlock()).isFalse();
    return read;
  }

  private static List<Byte> boxed(byte[] bytes) {
    List<Byte> list = new ArrayList<>(bytes.length);
    for (byte b : bytes) {
      list.add(b);
    }
    return list;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        100,
        BlockReader.SMALL_BYTES - 1,
        BlockReader.SMALL_BYTES,
        BlockReader.SMALL_BYTES + 1,
        1 << 20
      })
  void shouldReadABlockOfAnyLength(int length) throws ProtocolException {
    byte[] payload = Bytes.random(new Random(length), length);
    byte[] block = Bytes.block(Tag.SEND, payload);
    for (List<ByteBuffer> pieces :
        List.of(
            List.of(ByteBuffer.wrap(block)),
            Bytes.one(block),
            List.of(
                ByteBuffer.wrap(block, 0, 11), ByteBuffer.wrap(block, 11, block.length - 11)))) {
      int blocks = 0;
      for (ByteBuffer piece : pieces) {
        while (reader.read(piece)) {
          blocks++;
          assertThat(reader.tag()).isEqualTo(Tag.SEND);
          assertThat(reader.payload()).isEqualTo(payload);
        }
      }
      assertThat(blocks).isEqualTo(1);
    }
  }

  @Test
  void shouldTakeABlockAtTheLimit() throws ProtocolException {
    BlockReader reader = new BlockReader(tag -> 5);
    assertThat(reader.read(ByteBuffer.wrap(Bytes.block(Tag.SEND, new byte[5])))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {LARGEST + 1L, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void shouldRefuseATotalOverTheLimitByItsHeader(long total) {
    byte[] header = Bytes.header(Tag.SEND, total);
    for (List<ByteBuffer> pieces : List.of(List.of(ByteBuffer.wrap(header)), Bytes.one(header))) {
      BlockReader reader = new BlockReader(LIMITS);
      assertThatExceptionOfType(ProtocolException.class)
          .isThrownBy(() -> feed(reader, pieces))
          .withMessage(
              "block too large: tag=SEND, total=%s, limit=16777216", Long.toUnsignedString(total))
          .returns(ErrorCode.TOO_LARGE, ProtocolException::code);
    }
  }

  @Test
  void shouldRefuseATotalBeyondAnyArrayEvenWithinTheLimit() {
    BlockReader reader = new BlockReader(tag -> Long.MAX_VALUE);
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> reader.read(ByteBuffer.wrap(Bytes.header(Tag.SEND, Long.MAX_VALUE))))
        .withMessage("block beyond any array: total=9223372036854775807");
  }

  @Test
  void shouldAllocateNothingForWhatIsOnlyAnnounced() throws ProtocolException {
    List<BlockReader> readers = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) { // 320 GB announced: no heap would hold them
      BlockReader reader = new BlockReader(LIMITS);
      reader.read(ByteBuffer.wrap(Bytes.header(Tag.SEND, LARGEST)));
      readers.add(reader);
    }
    for (BlockReader reader : readers) {
      assertThat(reader.inBlock()).isTrue();
      assertThat(reader.payload()).isEmpty();
    }
  }

  @Test
  void shouldKeepMemoryForAPartialBlockWithinAMultipleOfWhatHasCome() throws ProtocolException {
    for (int came : new int[] {1, 2, 1000, 100_000, 1 << 20, (LARGEST / 8) - 1}) {
      BlockReader reader = new BlockReader(LIMITS);
      reader.read(ByteBuffer.wrap(Bytes.header(Tag.SEND, LARGEST)));
      for (int left = came; left > 0; left -= 65_536) {
        reader.read(ByteBuffer.allocate(Math.min(left, 65_536)));
      }
      assertThat(reader.payload()).hasSizeBetween(came, came * 8);
    }
  }

  @Test
  void shouldGiveEachPayloadAnArrayOfItsOwnLength() throws ProtocolException {
    byte[] first = {1, 2, 3};
    byte[] second = {4, 5, 6};
    ByteBuffer in =
        ByteBuffer.wrap(
            Bytes.concat(List.of(Bytes.block(Tag.SEND, first), Bytes.block(Tag.SEND, second))));
    assertThat(reader.read(in)).isTrue();
    byte[] kept = reader.payload();
    assertThat(reader.read(in)).isTrue();
    assertThat(reader.payload()).isEqualTo(second);
    assertThat(kept).isEqualTo(first);
  }

  @Test
  void shouldKeepNoHoldOfAPayloadThatWasHandedOver() throws ProtocolException {
    reader.read(ByteBuffer.wrap(Bytes.block(Tag.SEND, new byte[5000])));
    assertThat(reader.payload()).hasSize(5000);
    assertThat(reader.payload()).isEmpty();
  }

  @Test
  void shouldRefuseATagThatMayNotComeAfterItsFourthByte() throws ProtocolException {
    for (byte[] early : List.of(new byte[] {'G'}, new byte[] {'E'}, new byte[] {'T'})) {
      assertThat(reader.read(ByteBuffer.wrap(early))).isFalse();
    }
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> reader.read(ByteBuffer.wrap(new byte[] {' '})))
        .withMessage("tag not allowed here: tag=GET\\x20")
        .returns(ErrorCode.UNEXPECTED_TAG, ProtocolException::code);
  }

  @Test
  void shouldRefuseATagThatMayNotComeWhenItsHeaderIsWhole() {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> reader.read(ByteBuffer.wrap(Bytes.header(Tag.HELO, 0))))
        .withMessage("tag not allowed here: tag=HELO");
  }

  @Test
  void shouldRefuseAWrongTagAfterAGoodBlock() throws ProtocolException {
    ByteBuffer in =
        ByteBuffer.wrap(
            Bytes.concat(List.of(Bytes.block(Tag.SEND, new byte[3]), new byte[] {1, 2, 3, 4})));
    assertThat(reader.read(in)).isTrue();
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> reader.read(in))
        .withMessage("tag not allowed here: tag=\\x01\\x02\\x03\\x04");
  }

  @Test
  void shouldSayWhetherTheBytesEndWithinABlock() throws ProtocolException {
    byte[] block = Bytes.block(Tag.SEND, new byte[3]);
    assertThat(reader.inBlock()).isFalse();
    for (int i = 0; i < block.length - 1; i++) {
      assertThat(reader.read(ByteBuffer.wrap(block, i, 1))).isFalse();
      assertThat(reader.inBlock()).as("after byte %d", i).isTrue();
    }
    assertThat(reader.read(ByteBuffer.wrap(block, block.length - 1, 1))).isTrue();
    assertThat(reader.inBlock()).isFalse();
  }

  @Test
  void shouldShowProgressWithEveryByteAndOnlyThen() throws ProtocolException {
    long before = reader.progress();
    for (ByteBuffer piece : Bytes.one(Bytes.block(Tag.SEND, new byte[3]))) {
      reader.read(piece);
      assertThat(reader.progress()).isGreaterThan(before);
      before = reader.progress();
      reader.read(ByteBuffer.allocate(0));
      assertThat(reader.progress()).isEqualTo(before);
    }
  }

  @Test
  void shouldEndInBlocksOrARefusalForAnyBytes() {
    Trials.run(
        2000,
        random -> {
          byte[] good = Bytes.block(Tag.SEND, Bytes.random(random, random.nextInt(50)));
          byte[] bytes = Bytes.mutate(Bytes.concat(List.of(good, good)), random);
          BlockReader reader = new BlockReader(LIMITS);
          try {
            feed(reader, Bytes.split(bytes, random));
          } catch (ProtocolException refused) {
            assertThat(refused.code()).isIn(ErrorCode.UNEXPECTED_TAG, ErrorCode.TOO_LARGE);
          }
        });
  }

  private static void feed(BlockReader reader, List<ByteBuffer> pieces) throws ProtocolException {
    for (ByteBuffer piece : pieces) {
      while (reader.read(piece)) {
        assertThat(reader.payload()).isNotNull();
      }
    }
  }
}
