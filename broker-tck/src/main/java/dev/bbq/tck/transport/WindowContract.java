// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.transport.TransportStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection holds no more unread bytes than its own window, whatever its streams allow. */
@Timeout(60)
abstract class WindowContract extends ConnectedContract {

  private static final int WINDOW_BYTES = 64 << 10;
  private static final int ATTEMPTS = 10;
  private static final long PAUSE_MS = 500;

  @Override
  TransportLimits limits() {
    return new TransportLimits(
        Duration.ofSeconds(20), Duration.ofSeconds(5), 100, WINDOW_BYTES, WINDOW_BYTES, 10);
  }

  @Test
  @Proves(TransportSentence.CONNECTION_WINDOW)
  void shouldHoldUpAllStreamsWhenUnreadBytesFillTheConnection() throws Exception {
    server.onAccept(stream -> stream.stream().pauseReading());
    client.open().sendAndFinish(new byte[4 * WINDOW_BYTES]);
    StreamProbe full = server.next();
    server.onAccept(stream -> {});
    int sent = 0;
    while (server.finishedCount() == sent && sent < ATTEMPTS) {
      client.open().sendAndFinish(new byte[1000]);
      sent++;
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS); // nothing tells that bytes don't come
    }
    assertThat(server.finishedCount()).as("streams past a full connection").isLessThan(ATTEMPTS);
    full.act(TransportStream::resumeReading);
    full.awaitEvent("finished");
    for (int i = 0; i < sent; i++) {
      server.next().awaitEvent("finished");
    }
  }
}
