// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.transport.TransportStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamWriterTest {

  private static final int BURST = TransportStream.MAX_OUTPUT_BYTES;

  private final FakeStream stream = new FakeStream(new Random(1));
  private final StreamWriter writer = new StreamWriter(stream);

  @Test
  void shouldGatherSmallPiecesUntilTheFlush() {
    writer.write(new byte[] {1});
    writer.begin(2).put((byte) 2).put((byte) 3);
    writer.write(new byte[] {9, 4, 9}, 1, 1);
    assertThat(stream.sent()).isEmpty();
    writer.flush();
    assertThat(stream.sent()).containsExactly(1, 2, 3, 4);
    assertThat(stream.flushes).isEqualTo(1);
  }

  @Test
  void shouldNotFlushWhenNothingWasGathered() {
    writer.flush();
    writer.write(new byte[0]);
    writer.flush();
    assertThat(stream.flushes).isZero();
  }

  @Test
  void shouldSendALargeArrayInBursts() {
    byte[] large = Bytes.random(new Random(2), 5 * BURST + 17);
    writer.write(large);
    writer.flush();
    assertThat(stream.sent()).isEqualTo(large);
    assertThat(stream.flushes).isEqualTo(6);
  }

  @Test
  void shouldKeepWhatTheStreamDoesNotTakeAndSendItWhenItIsWritable() {
    byte[] large = Bytes.random(new Random(3), 3 * BURST);
    stream.writable = false;
    writer.write(large);
    writer.flush();
    assertThat(stream.sent()).hasSize(BURST);
    assertThat(writer.isReady()).isFalse();

    stream.writable = true;
    assertThat(writer.isReady()).isFalse();
    assertThat(writer.resume()).isTrue();
    assertThat(stream.sent()).isEqualTo(large);
  }

  @Test
  void shouldKeepTheOrderOfWhatIsWrittenWhileSomethingWaits() {
    byte[] large = Bytes.random(new Random(4), 2 * BURST);
    stream.writable = false;
    writer.write(large);
    writer.write(new byte[] {7, 8});
    stream.writable = true;
    writer.resume();
    byte[] sent = stream.sent();
    assertThat(sent).hasSize(2 * BURST + 2);
    assertThat(sent).startsWith(large).endsWith(7, 8);
  }

  @Test
  void shouldKeepTheOrderOfWhatIsBegunWhileSomethingWaits() {
    byte[] large = Bytes.random(new Random(6), 2 * BURST);
    stream.writable = false;
    writer.write(large);
    writer.begin(2).put((byte) 7).put((byte) 8);
    writer.write(new byte[] {9});
    stream.writable = true;
    writer.resume();
    assertThat(stream.sent()).hasSize(2 * BURST + 3).startsWith(large).endsWith(7, 8, 9);
  }

  @Test
  void shouldNotBeReadyWhileTheStreamIsNot() {
    assertThat(writer.isReady()).isTrue();
    stream.writable = false;
    assertThat(writer.isReady()).isFalse();
  }

  @Test
  void shouldFlushBeforeAPieceThatWouldNotFitTheBurst() {
    writer.begin(BURST - 1).put(new byte[BURST - 1]);
    writer.begin(2).put(new byte[2]);
    assertThat(stream.sent()).hasSize(BURST - 1);
    writer.flush();
    assertThat(stream.sent()).hasSize(BURST + 1);
  }

  @Test
  void shouldSendTheEndWithTheLastBytes() {
    writer.write(new byte[] {1, 2});
    writer.finish();
    assertThat(stream.sent()).containsExactly(1, 2);
    assertThat(stream.finished).isTrue();
  }

  @Test
  void shouldSendTheEndOnlyBehindWhatWaits() {
    byte[] large = Bytes.random(new Random(5), 3 * BURST);
    stream.writable = false;
    writer.write(large);
    writer.finish();
    assertThat(stream.finished).isFalse();

    stream.writable = true;
    assertThat(writer.resume()).isFalse();
    assertThat(stream.finished).isTrue();
    assertThat(stream.sent()).isEqualTo(large);
  }

  @Test
  void shouldSendEveryByteInOrderWhateverThePiecesAndTheStreamsMood() {
    Trials.run(
        300,
        random -> {
          FakeStream stream = new FakeStream(random);
          stream.moody = true;
          StreamWriter writer = new StreamWriter(stream);
          ByteArrayOutputStream expected = new ByteArrayOutputStream();
          int pieces = random.nextInt(60);
          for (int i = 0; i < pieces; i++) {
            writePiece(writer, expected, random);
          }
          writer.finish();
          stream.moody = false;
          stream.writable = true;
          writer.resume();
          assertThat(stream.sent()).isEqualTo(expected.toByteArray());
          assertThat(stream.finished).isTrue();
        });
  }

  private static void writePiece(
      StreamWriter writer, ByteArrayOutputStream expected, Random random) {
    int length = random.nextInt(1 << random.nextInt(19));
    if (random.nextBoolean()) {
      byte[] small = Bytes.random(random, Math.min(length, BURST));
      writer.begin(small.length).put(small);
      expected.writeBytes(small);
    } else {
      byte[] array = Bytes.random(random, length);
      int from = random.nextInt(length + 1);
      writer.write(array, from, length - from);
      expected.write(array, from, length - from);
    }
    switch (random.nextInt(4)) {
      case 0 -> writer.flush();
      case 1 -> writer.resume();
      default -> {}
    }
  }

  /** Keeps what is sent, gives little room at a time, and checks that no burst grows too large. */
  private static final class FakeStream implements TransportStream {

    private final Random random;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private ByteBuffer gather = ByteBuffer.allocate(16);
    boolean writable = true;
    boolean moody;
    boolean finished;
    int flushes;

    FakeStream(Random random) {
      this.random = random;
    }

    byte[] sent() {
      return sent.toByteArray();
    }

    @Override
    public long id() {
      return 0;
    }

    @Override
    public ByteBuffer output(int minBytes) {
      assertThat(minBytes).isBetween(0, MAX_OUTPUT_BYTES);
      assertThat(finished).isFalse();
      if (gather.remaining() < minBytes) {
        int capacity = gather.position() + minBytes + random.nextInt(100_000);
        gather = ByteBuffer.allocate(capacity).put(gather.flip());
      }
      return gather;
    }

    @Override
    public void flush() {
      assertThat(gather.position()).isLessThanOrEqualTo(MAX_OUTPUT_BYTES);
      flushes++;
      sent.write(gather.array(), 0, gather.position());
      gather.clear();
      if (moody) {
        writable = random.nextInt(3) > 0;
      }
    }

    @Override
    public boolean isWritable() {
      return writable;
    }

    @Override
    public void finish() {
      flush();
      finished = true;
    }

    @Override
    public void reset(long code) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void stopReading(long code) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void pauseReading() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void resumeReading() {
      throw new UnsupportedOperationException();
    }
  }
}
