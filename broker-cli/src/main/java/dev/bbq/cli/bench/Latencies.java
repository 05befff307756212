// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** Latencies in microseconds, with three digits kept. Not for use by several threads. */
public final class Latencies {

  private static final long MAX_MICROS = 3_600_000_000L;

  private final Histogram histogram;

  Latencies() {
    this(new Histogram(MAX_MICROS, 3));
  }

  private Latencies(Histogram histogram) {
    this.histogram = histogram;
  }

  void record(long micros) {
    histogram.recordValue(Math.max(0, Math.min(micros, MAX_MICROS)));
  }

  void add(Latencies others) {
    histogram.add(others.histogram);
  }

  /** Tells whether nothing was recorded. */
  public boolean isEmpty() {
    return histogram.getTotalCount() == 0;
  }

  /** Returns the latency that this percentage stays within, in microseconds. */
  public long percentileMicros(double percent) {
    return histogram.getValueAtPercentile(percent);
  }

  /** Returns the longest, in microseconds. */
  public long maxMicros() {
    return histogram.getMaxValue();
  }

  String encode() {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
  }

  static Latencies decode(String text) {
    try {
      return new Latencies(
          Histogram.decodeFromCompressedByteBuffer(
              ByteBuffer.wrap(Base64.getDecoder().decode(text)), MAX_MICROS));
    } catch (DataFormatException e) {
      throw new BenchException("latencies not readable", e);
    }
  }
}
