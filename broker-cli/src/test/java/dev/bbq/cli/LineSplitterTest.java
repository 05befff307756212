// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {

  private static final int LIMIT = 1 << 21;

  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  private record Line(byte[] array, int offset, int length, boolean terminated) {
    byte[] bytes() {
      return Arrays.copyOfRange(array, offset, offset + length);
    }

    String text() {
      return new String(bytes(), ISO_8859_1);
    }
  }

  @Test
  void shouldFindNoLineInAnEmptyInput() throws IOException {
    assertThat(lines("")).isEmpty();
  }

  @Test
  void shouldTakeALineEndAloneForAnEmptyLine() throws IOException {
    assertThat(lines("\n")).containsExactly("");
  }

  @Test
  void shouldKeepEmptyLines() throws IOException {
    assertThat(lines("\n\na\n\n")).containsExactly("", "", "a", "");
  }

  @Test
  void shouldKeepCarriageReturns() throws IOException {
    assertThat(lines("a\r\n\r\n\rb\n")).containsExactly("a\r", "\r", "\rb");
  }

  @Test
  void shouldKeepBytesThatAreNoText() throws IOException {
    assertThat(lines("\u00ff\u00fe\u0000\u0080\n\u00c3\n"))
        .containsExactly("\u00ff\u00fe\u0000\u0080", "\u00c3");
  }

  @Test
  void shouldTakeWhatFollowsTheLastLineEndForALine() throws IOException {
    List<Line> lines = split("a\nb", 16);
    assertThat(lines).extracting(Line::text).containsExactly("a", "b");
    assertThat(lines).extracting(Line::terminated).containsExactly(true, false);
  }

  @Test
  void shouldTakeALineThatIsLongerThanAChunk() throws IOException {
    byte[] input = new byte[(1 << 20) + 1];
    Arrays.fill(input, (byte) 'x');
    input[1 << 20] = '\n';
    List<Line> lines = split(new ByteArrayInputStream(input), 4096);
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).length()).isEqualTo(1 << 20);
  }

  @Test
  void shouldCountLines() throws IOException {
    LineSplitter splitter =
        new LineSplitter(new ByteArrayInputStream("a\nb\n".getBytes(ISO_8859_1)), 16, LIMIT);
    assertThat(splitter.number()).isZero();
    splitter.next();
    splitter.next();
    assertThat(splitter.number()).isEqualTo(2);
  }

  @Test
  void shouldTakeALineAsLongAsTheLimit() throws IOException {
    LineSplitter splitter =
        new LineSplitter(new ByteArrayInputStream("12345\n".getBytes(ISO_8859_1)), 2, 5);
    assertThat(splitter.next()).isTrue();
    assertThat(splitter.length()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64})
  void shouldRefuseALineLongerThanTheLimit(int chunkBytes) throws IOException {
    LineSplitter splitter =
        new LineSplitter(
            new ByteArrayInputStream("1\n123456\n".getBytes(ISO_8859_1)), chunkBytes, 5);
    splitter.next();
    assertThatThrownBy(splitter::next)
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("line too long: number=2, limit=5");
  }

  @Test
  void shouldNotReadMoreOfALineThanTheLimitAndAChunk() {
    EndlessInput endless = new EndlessInput();
    LineSplitter splitter = new LineSplitter(endless, 100, 1000);
    assertThatThrownBy(splitter::next).isInstanceOf(CommandException.class);
    assertThat(endless.read).isLessThanOrEqualTo(1100);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  @DisplayName("should hand out pieces that stay as they are, for inputs of all kinds")
  void shouldHandOutPiecesThatStayAsTheyAre(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] input = randomInput(random);
    int chunkBytes = 1 + random.nextInt(200);
    List<Line> lines = split(new ChoppyInput(input, random), chunkBytes);
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    for (Line line : lines) { // after the last one was fetched
      output.write(line.bytes());
      if (line.terminated()) {
        output.write('\n');
      }
    }
    assertThat(output.toByteArray()).as("seed %d", seed).isEqualTo(input);
    assertThat(lines).noneMatch(line -> line.text().contains("\n"));
  }

  private static byte[] randomInput(Random random) {
    byte[] input = new byte[random.nextInt(20_000)];
    random.nextBytes(input);
    int oneIn = 1 + random.nextInt(300);
    for (int i = 0; i < input.length; i++) {
      if (random.nextInt(oneIn) == 0) {
        input[i] = '\n';
      }
    }
    return input;
  }

  private static List<String> lines(String input) throws IOException {
    List<String> all = new ArrayList<>();
    for (int chunkBytes = 1; chunkBytes <= input.length() + 2; chunkBytes++) {
      List<String> lines = split(input, chunkBytes).stream().map(Line::text).toList();
      assertThat(all.isEmpty() ? lines : all).isEqualTo(lines);
      all = lines;
    }
    return all;
  }

  private static List<Line> split(String input, int chunkBytes) throws IOException {
    return split(new ByteArrayInputStream(input.getBytes(ISO_8859_1)), chunkBytes);
  }

  private static List<Line> split(InputStream in, int chunkBytes) throws IOException {
    LineSplitter splitter = new LineSplitter(in, chunkBytes, LIMIT);
    List<Line> lines = new ArrayList<>();
    while (splitter.next()) {
      lines.add(
          new Line(splitter.array(), splitter.offset(), splitter.length(), splitter.terminated()));
    }
    assertThat(splitter.next()).isFalse();
    return lines;
  }

  /** Gives any number of bytes at a time, as pipes do. */
  private static final class ChoppyInput extends FilterInputStream {

    private final Random random;

    ChoppyInput(byte[] bytes, Random random) {
      super(new ByteArrayInputStream(bytes));
      this.random = random;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return super.read(target, offset, 1 + random.nextInt(length));
    }
  }

  private static final class EndlessInput extends InputStream {

    private int read;

    @Override
    public int read() {
      read++;
      return 'x';
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      Arrays.fill(target, offset, offset + length, (byte) 'x');
      read += length;
      return length;
    }
  }
}
