// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks;

import dev.bbq.api.transport.TransportStream;
import java.nio.ByteBuffer;

/** A stream that takes all it is given and throws it away. */
final class NowhereStream implements TransportStream {

  private final ByteBuffer gathered = ByteBuffer.allocateDirect(2 * MAX_OUTPUT_BYTES);

  @Override
  public long id() {
    return 0;
  }

  @Override
  public ByteBuffer output(int minBytes) {
    return gathered;
  }

  @Override
  public void flush() {
    gathered.clear();
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public void finish() {}

  @Override
  public void reset(long code) {}

  @Override
  public void stopReading(long code) {}

  @Override
  public void pauseReading() {}

  @Override
  public void resumeReading() {}
}
