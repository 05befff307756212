// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.transport.TransportStream;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams abort each way, with a code, and leave nothing behind. */
@Timeout(120)
abstract class AbortContract extends ConnectedContract {

  private static final int STREAMS = 50;

  @Override
  TransportLimits limits() {
    return new TransportLimits(
        Duration.ofSeconds(20), Duration.ofSeconds(5), STREAMS, 64 << 10, 256 << 10, 10);
  }

  @Test
  @Proves({TransportSentence.ON_RESET, TransportSentence.RESET_CODE})
  void shouldTellResetAmidMessageWithItsCode() {
    StreamProbe request = client.open();
    request.send(new byte[100]);
    StreamProbe served = server.next();
    served.awaitBytes(100);
    request.act(stream -> stream.reset(77));
    served.awaitEvent("reset " + code(77));
    assertThat(served.events()).doesNotContain("finished");
    served.act(stream -> stream.reset(78));
    request.awaitEvent("reset " + code(78));
    served.awaitEvent("closed");
    request.awaitEvent("closed");
  }

  @Test
  @Proves(TransportSentence.EARLY_RESET)
  @Needs(TransportCapability.EARLY_RESET)
  void shouldTellResetAsTheFirstFrame() {
    StreamProbe request = client.open();
    request.act(stream -> stream.reset(5));
    StreamProbe served = server.next();
    served.awaitEvent("reset " + code(5));
    assertThat(served.receivedBytes()).isZero();
  }

  @Test
  @Proves(TransportSentence.AFTER_END)
  void shouldTellFinWhenResetComesAfterIt() {
    StreamProbe request = client.open();
    request.sendAndFinish(new byte[10]);
    StreamProbe served = server.next();
    served.awaitEvent("finished");
    request.act(stream -> stream.reset(5));
    served.sendAndFinish(new byte[10]);
    request.awaitEvent("closed");
    assertThat(served.events()).doesNotContain("reset " + code(5));
  }

  @Test
  @Proves(TransportSentence.RESET)
  void shouldAbortWhatWaitsBehindFinish() {
    server.onAccept(stream -> stream.stream().pauseReading());
    StreamProbe request = client.open();
    request.sendAndFinish(new byte[8 << 20]);
    StreamProbe served = server.next();
    request.act(stream -> stream.reset(5));
    served.act(TransportStream::resumeReading);
    served.awaitEvent("reset " + code(5));
    assertThat(served.events()).doesNotContain("finished");
  }

  @Test
  @Proves(TransportSentence.RESET)
  void shouldAbortEndThatWaitsForRoom() {
    server.onAccept(stream -> stream.stream().pauseReading());
    StreamProbe request = client.open();
    request.sendAndFinish(new byte[100_000]); // the last of it doesn't fit into the window
    StreamProbe served = server.next();
    request.act(stream -> stream.reset(5));
    served.act(TransportStream::resumeReading);
    served.awaitEvent("reset " + code(5));
    assertThat(served.events()).doesNotContain("finished");
  }

  @Test
  @Proves({TransportSentence.ON_RESET, TransportSentence.STREAM_CLOSED})
  void shouldCarryReplyAfterPeersReset() {
    StreamProbe request = client.open();
    request.send(new byte[10]);
    StreamProbe served = server.next();
    request.act(stream -> stream.reset(5));
    served.awaitEvent("reset " + code(5));
    served.sendAndFinish(new byte[] {1, 2});
    request.awaitEvent("closed");
    served.awaitEvent("closed");
    assertThat(request.received()).containsExactly(1, 2);
    assertThat(request.events()).contains("finished");
  }

  @Test
  @Proves(TransportSentence.RESET)
  void shouldNeverTakeAbortedMessageForWhole() {
    long seed = System.nanoTime();
    System.out.println("seed=" + seed);
    var random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      StreamProbe request = awaitOpen();
      makeKnown(request);
      byte[] data = new byte[random.nextInt(100_000)];
      boolean flushFirst = random.nextBoolean();
      request.act(
          stream -> {
            request.put(data);
            if (flushFirst) {
              stream.flush();
            }
          });
      request.act(stream -> stream.reset(9));
      StreamProbe served = server.next();
      served.awaitEvent("reset " + code(9));
      assertThat(served.events()).doesNotContain("finished");
      served.act(TransportStream::finish);
      request.awaitEvent("closed");
    }
  }

  @Test
  @Proves({TransportSentence.STOP, TransportSentence.ON_STOPPED})
  @Needs(TransportCapability.STOP_SENDING)
  void shouldTellStopToWriterBeforeItWrites() {
    server.onAccept(stream -> stream.stream().pauseReading());
    StreamProbe request = client.open();
    request.send(new byte[1]);
    StreamProbe served = server.next();
    served.act(stream -> stream.stopReading(3));
    awaitStopped(request);
  }

  @Test
  @Proves({TransportSentence.STOP, TransportSentence.ON_STOPPED})
  @Needs(TransportCapability.STOP_SENDING)
  void shouldReleaseWriterThatIsBlocked() {
    server.onAccept(stream -> stream.stream().pauseReading());
    StreamProbe request = client.open();
    request.send(new byte[1 << 20]);
    StreamProbe served = server.next();
    assertThat(client.read(() -> request.stream().isWritable())).isFalse();
    served.act(stream -> stream.stopReading(3));
    request.awaitEvent("stopped");
    served.sendAndFinish(new byte[] {4});
    request.awaitEvent("closed");
    served.awaitEvent("closed");
    assertThat(request.received()).containsExactly(4);
    assertThat(request.count("stopped")).isEqualTo(1);
  }

  @Test
  @Proves({TransportSentence.STOP, TransportSentence.ON_STOPPED})
  @Needs(TransportCapability.STOP_SENDING)
  void shouldTellStopThatComesWithEndOfOtherHalf() {
    server.onAccept(
        stream ->
            stream.onBurst(
                served -> {
                  served.put(new byte[5]);
                  served.stream().finish();
                  served.stream().stopReading(3);
                }));
    StreamProbe request = client.open();
    request.send(new byte[10]);
    request.awaitEvent("finished");
    for (int i = 0; i < 200 && request.count("stopped") == 0; i++) {
      request.send(new byte[1]);
    }
    request.awaitEvent("stopped");
    request.awaitEvent("closed");
  }

  @Test
  @Proves({TransportSentence.STOP, TransportSentence.ON_STOPPED})
  @Needs(TransportCapability.STOP_SENDING)
  void shouldTellStopThatComesWithReset() {
    server.onAccept(
        stream ->
            stream.onBurst(
                served -> {
                  served.stream().reset(4);
                  served.stream().stopReading(3);
                }));
    StreamProbe request = client.open();
    request.send(new byte[10]);
    request.awaitEvent("reset " + code(4));
    for (int i = 0; i < 200 && request.count("stopped") == 0; i++) {
      request.send(new byte[1]);
    }
    request.awaitEvent("stopped");
    request.awaitEvent("closed");
  }

  @Test
  @Proves(TransportSentence.THROWN_AWAY)
  void shouldThrowAwayInputAfterStop() {
    server.onAccept(stream -> stream.onBurst(served -> served.stream().stopReading(3)));
    StreamProbe request = client.open();
    request.send(new byte[10]);
    StreamProbe served = server.next();
    served.awaitEvent("burst");
    for (int i = 0; i < 5; i++) {
      request.send(new byte[1000]);
    }
    served.sendAndFinish(new byte[1]);
    served.awaitEvent("closed");
    assertThat(served.receivedBytes()).isEqualTo(10);
    assertThat(served.events()).containsExactly("burst", "closed");
  }

  @Test
  @Proves({TransportSentence.THROWN_AWAY, TransportSentence.STREAM_CLOSED})
  void shouldCloseStreamThatStopsAfterItsOwnEnd() {
    StreamProbe request = client.open();
    request.send(new byte[10]);
    StreamProbe served = server.next();
    served.sendAndFinish(new byte[1]);
    request.awaitEvent("finished");
    served.act(stream -> stream.stopReading(3));
    served.awaitEvent("closed");
    request.sendAndFinish(new byte[500_000]);
    request.awaitEvent("closed");
    assertThat(served.receivedBytes()).isEqualTo(10);
  }

  @Test
  @Proves(TransportSentence.CREDIT)
  void shouldGiveBackCreditOf10000AbortedStreams() {
    long seed = System.nanoTime();
    System.out.println("seed=" + seed);
    var random = new Random(seed);
    server.onAccept(stream -> abortSomehow(stream, random.nextInt(6)));
    for (int i = 0; i < 10_000; i++) {
      StreamProbe request = awaitOpen();
      int way = random.nextInt(6);
      byte[] data = new byte[1 + random.nextInt(3000)];
      makeKnown(request);
      request.act(
          stream -> {
            request.put(data);
            stream.flush();
            abortSomehow(request, way);
            if (way == 0) {
              stream.finish();
            }
          });
      client.forgetClosed();
      server.forgetClosed();
    }
    server.onAccept(stream -> stream.onEnd(ended -> ended.stream().finish()));
    for (int i = 0; i < 3 * STREAMS; i++) {
      StreamProbe request = awaitOpen();
      request.sendAndFinish(new byte[100]);
      request.awaitEvent("finished");
      request.awaitEvent("closed");
    }
    assertThat(client.isClosed()).isFalse();
  }

  /** Ends both halves of a stream in one of several ways. */
  private static void abortSomehow(StreamProbe probe, int way) {
    TransportStream stream = probe.stream();
    switch (way) {
      case 0 -> probe.onBurst(read -> {}).onEnd(ended -> ended.stream().finish());
      case 1 -> {
        stream.reset(1);
        stream.stopReading(2);
      }
      case 2 -> {
        stream.stopReading(2);
        stream.reset(1);
      }
      case 3 -> {
        probe.put(new byte[100]);
        stream.finish();
        stream.stopReading(2);
      }
      case 4 -> {
        probe.put(new byte[100]);
        stream.flush();
        stream.stopReading(2);
        stream.finish();
      }
      default -> stream.reset(1);
    }
  }

  /** Lets the server know of the stream before it is aborted, if that is needed. */
  private void makeKnown(StreamProbe request) {
    if (!has(TransportCapability.EARLY_RESET)) {
      int known = server.knownCount();
      request.send(new byte[1]);
      server.await("stream at the server", () -> server.knownCount() > known);
    }
  }

  private StreamProbe awaitOpen() {
    int credits = client.credits();
    StreamProbe opened = client.tryOpen();
    while (opened == null) {
      client.awaitCredits(credits + 1);
      credits = client.credits();
      opened = client.tryOpen();
    }
    return opened;
  }

  /** Writes until the stop is told, which may be as late as with a flush. */
  private void awaitStopped(StreamProbe writer) {
    for (int i = 0; i < 100 && writer.count("stopped") == 0; i++) {
      writer.send(new byte[1]);
      // A round trip on another stream, in which the stop arrives.
      StreamProbe other = client.open();
      other.sendAndFinish(new byte[1]);
      StreamProbe served = server.next();
      served.act(TransportStream::resumeReading);
      served.sendAndFinish(new byte[1]);
      other.awaitEvent("closed");
    }
    assertThat(writer.count("stopped")).isEqualTo(1);
  }

  private long code(long code) {
    return has(TransportCapability.RESET_CODES) ? code : 0;
  }
}
