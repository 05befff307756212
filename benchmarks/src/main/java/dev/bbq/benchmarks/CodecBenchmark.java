// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks;

import dev.bbq.api.wire.BlockReader;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.SendLayout;
import dev.bbq.api.wire.StreamWriter;
import dev.bbq.api.wire.Tag;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one message costs to read from the wire and to write to it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {

  private static final int BURST = 256;
  private static final int MESSAGE_BYTES = 150;
  private static final int DELV_FIXED_BYTES = Long.BYTES + Integer.BYTES;

  private final byte[] payload = payload();
  private final ByteBuffer burst = burst(payload);
  private final BlockReader reader = new BlockReader(tag -> SendLayout.maxTotal(16 << 20));
  private final SendLayout layout = new SendLayout(16 << 20);
  private final StreamWriter writer = new StreamWriter(new NowhereStream());

  private static byte[] payload() {
    byte[] exchange = "orders".getBytes(StandardCharsets.UTF_8);
    byte[] key = "eu.de.books".getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(3 * Long.BYTES + exchange.length + key.length + MESSAGE_BYTES)
        .putLong(exchange.length)
        .put(exchange)
        .putLong(key.length)
        .put(key)
        .putLong(MESSAGE_BYTES)
        .array();
  }

  private static ByteBuffer burst(byte[] payload) {
    ByteBuffer blocks = ByteBuffer.allocate(BURST * (BlockReader.HEADER_BYTES + payload.length));
    for (int i = 0; i < BURST; i++) {
      blocks.putInt(Tag.SEND).putLong(payload.length).put(payload);
    }
    return blocks.flip();
  }

  /** Reads a burst of SEND blocks and finds their fields. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public int parseSend() throws ProtocolException {
    int bodies = 0;
    burst.rewind();
    while (reader.read(burst)) {
      layout.parse(reader.payload(), 0);
      bodies += layout.bodyLength();
    }
    return bodies;
  }

  /** Writes a burst of DELV blocks. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public boolean writeDelv() {
    for (int i = 0; i < BURST; i++) {
      writer
          .begin(BlockReader.HEADER_BYTES + DELV_FIXED_BYTES)
          .putInt(Tag.DELV)
          .putLong(DELV_FIXED_BYTES + payload.length)
          .putLong(i)
          .putInt(0);
      writer.write(payload);
    }
    writer.flush();
    return writer.isReady();
  }
}
