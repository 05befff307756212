// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.transport.TransportStream;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RawProgressTest {

  @Test
  void shouldSendFrameInPiecesWhenItIsLargerThanAnyOutput() {
    int frameBytes = 2 * TransportStream.MAX_OUTPUT_BYTES + 41;
    RawProgress progress = progress(frameBytes);
    List<ByteBuffer> pieces = new ArrayList<>();

    progress.send(stream(pieces));

    assertThat(pieces)
        .hasSize(3)
        .allSatisfy(piece -> assertThat(piece.hasRemaining()).isFalse())
        .allSatisfy(
            piece ->
                assertThat(piece.capacity()).isLessThanOrEqualTo(TransportStream.MAX_OUTPUT_BYTES));
    assertThat(pieces.stream().mapToInt(ByteBuffer::position).sum()).isEqualTo(frameBytes);
  }

  @Test
  void shouldSendNoMoreThanWindowAllows() {
    RawProgress progress = progress(10);

    progress.send(stream(new ArrayList<>()));

    assertThat(progress.maySend()).isFalse();
  }

  private static RawProgress progress(int frameBytes) {
    Task task = new Task(Task.Kind.PIPELINED, 5, 10, 1, 1, 1);
    return new RawProgress(task, frameBytes, WallClock.ofSystem(), new LongAdder());
  }

  /** Returns a stream that gives a buffer of just the size that is asked for, each time. */
  private static TransportStream stream(List<ByteBuffer> pieces) {
    return (TransportStream)
        Proxy.newProxyInstance(
            RawProgressTest.class.getClassLoader(),
            new Class<?>[] {TransportStream.class},
            (proxy, method, arguments) -> {
              ByteBuffer piece = ByteBuffer.allocate((int) arguments[0]);
              pieces.add(piece);
              return piece;
            });
  }
}
