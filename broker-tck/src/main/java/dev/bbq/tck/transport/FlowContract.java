// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.transport.TransportStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A slow reader slows its writer down, and only that; streams are limited by credit. */
@Timeout(60)
abstract class FlowContract extends ConnectedContract {

  private static final int STREAMS = 10;
  private static final int WINDOW_BYTES = 64 << 10;
  private static final int MESSAGE_BYTES = 4 << 20;

  @Override
  TransportLimits limits() {
    return new TransportLimits(
        Duration.ofSeconds(20), Duration.ofSeconds(5), STREAMS, WINDOW_BYTES, WINDOW_BYTES * 4, 10);
  }

  @Test
  @Proves({
    TransportSentence.WRITABLE,
    TransportSentence.ON_WRITABLE,
    TransportSentence.PAUSE,
    TransportSentence.STREAM_WINDOW
  })
  void shouldStopWriterWhenReaderPauses() {
    server.onAccept(stream -> stream.stream().pauseReading());
    byte[] message = Data.random(MESSAGE_BYTES, 1);
    var sent = new AtomicInteger();
    StreamProbe writer = client.open();
    writer.onRoom(probe -> fill(probe, message, sent));
    writer.act(stream -> fill(writer, message, sent));
    StreamProbe reader = server.next();
    // Round trips enough for all that the writer may send now.
    for (int i = 0; i < 20; i++) {
      roundTrip();
    }
    assertThat(sent.get()).isBetween(WINDOW_BYTES, WINDOW_BYTES + (1 << 20));
    assertThat(reader.receivedBytes()).isZero();
    reader.act(TransportStream::resumeReading);
    reader.awaitEvent("finished");
    assertThat(reader.received()).isEqualTo(message);
    assertThat(writer.count("writable")).isPositive();
  }

  @Test
  @Proves(TransportSentence.CONNECTION_WINDOW)
  void shouldResumeAllWhenPausedStreamsFilledConnection() {
    server.onAccept(stream -> stream.stream().pauseReading());
    List<StreamProbe> writers = new ArrayList<>();
    for (int i = 0; i < STREAMS - 1; i++) {
      StreamProbe writer = client.open();
      writer.sendAndFinish(Data.random(1 << 20, i));
      writers.add(writer);
    }
    List<StreamProbe> readers = new ArrayList<>();
    for (int i = 0; i < 4; i++) { // more may not fit into the window of the connection
      readers.add(server.next());
    }
    server.onAccept(stream -> {});
    // All, as more may have come and been paused when the first of these was resumed.
    server.run(() -> server.each(reader -> reader.stream().resumeReading()));
    while (readers.size() < writers.size()) {
      readers.add(server.next());
    }
    for (StreamProbe reader : readers) {
      reader.act(TransportStream::resumeReading);
      reader.awaitEvent("finished");
      assertThat(reader.received()).isEqualTo(Data.random(1 << 20, reader.stream().id() / 4));
    }
  }

  @Test
  @Proves(TransportSentence.KEPT)
  void shouldKeepWhatIsPutThoughItIsNotWelcome() {
    server.onAccept(stream -> stream.stream().pauseReading());
    byte[] message = Data.random(MESSAGE_BYTES, 1);
    byte[] unwelcome = Data.random(100_000, 2);
    var sent = new AtomicInteger();
    StreamProbe writer = client.open();
    writer.act(
        stream -> {
          fill(writer, message, sent);
          writer.put(unwelcome);
          stream.finish();
        });
    StreamProbe reader = server.next();
    reader.act(TransportStream::resumeReading);
    reader.awaitEvent("finished");
    assertThat(sent.get()).isLessThan(MESSAGE_BYTES);
    assertThat(reader.received())
        .hasSize(sent.get() + unwelcome.length)
        .startsWith(Arrays.copyOf(message, sent.get()))
        .endsWith(unwelcome);
  }

  @Test
  @Proves(TransportSentence.RESUME)
  void shouldNotDeliverWithinResume() {
    server.onAccept(stream -> stream.stream().pauseReading());
    StreamProbe writer = client.open();
    writer.send(new byte[100]);
    StreamProbe reader = server.next();
    roundTrip();
    List<Integer> within = new ArrayList<>();
    reader.act(
        stream -> {
          stream.resumeReading();
          within.add(reader.receivedBytes());
        });
    reader.awaitBytes(100);
    assertThat(within).containsExactly(0);
  }

  @Test
  @Proves(TransportSentence.PAUSE)
  void shouldStayPausedWhenPausedAgainAtOnce() {
    server.onAccept(stream -> stream.stream().pauseReading());
    StreamProbe writer = client.open();
    writer.send(new byte[100]);
    StreamProbe reader = server.next();
    reader.act(
        stream -> {
          stream.resumeReading();
          stream.pauseReading();
        });
    roundTrip();
    assertThat(reader.receivedBytes()).isZero();
    reader.act(TransportStream::resumeReading);
    reader.awaitBytes(100);
  }

  @Test
  @Proves({TransportSentence.PAUSE, TransportSentence.RESUME})
  void shouldDeliverAtMostOneBurstMoreAfterPauseWithinCallback() {
    server.onAccept(
        stream ->
            stream.onBurst(
                reader -> {
                  reader.stream().pauseReading();
                }));
    byte[] message = Data.random(MESSAGE_BYTES, 5);
    StreamProbe writer = client.open();
    writer.sendAndFinish(message);
    StreamProbe reader = server.next();
    while (reader.receivedBytes() < MESSAGE_BYTES) {
      int before = reader.receivedBytes();
      reader.act(TransportStream::resumeReading);
      reader.awaitBytes(before + 1);
    }
    reader.act(TransportStream::resumeReading);
    reader.awaitEvent("finished");
    assertThat(reader.received()).isEqualTo(message);
  }

  @Test
  @Proves({TransportSentence.MAX_STREAMS, TransportSentence.OPEN_NOTHING, TransportSentence.CREDIT})
  void shouldRefuseStreamBeyondLimitUntilOneHasEnded() {
    List<StreamProbe> open = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      StreamProbe stream = client.open();
      stream.send(new byte[1]);
      open.add(stream);
    }
    assertThat(client.tryOpen()).isNull();
    assertThat(client.tryOpen()).isNull();
    for (int i = 0; i < STREAMS; i++) {
      server.next();
    }
    assertThat(client.credits()).isZero();
    server.onAccept(stream -> {});
    // A stack may give credit back in lots.
    open.forEach(stream -> stream.act(TransportStream::finish));
    finishAllAtServer();
    client.awaitCredits(1);
    StreamProbe next = client.open();
    next.send(new byte[1]);
    server.next().awaitBytes(1);
  }

  @Test
  @Proves(TransportSentence.OPEN_NOTHING)
  void shouldOpenNothingWhenConnectionHasClosed() {
    for (int i = 0; i < STREAMS; i++) {
      client.open().send(new byte[1]);
    }
    assertThat(client.tryOpen()).isNull();
    server.connection().close(1, "");
    client.awaitClosed();
    assertThat(client.tryOpen()).isNull();
  }

  @Test
  @Proves({TransportSentence.CREDIT, TransportSentence.OPEN})
  void shouldLetThousandsOfStreamsFollowEachOther() {
    server.onAccept(stream -> stream.onEnd(ended -> ended.stream().finish()));
    for (int i = 0; i < 3000; i++) {
      int credits = client.credits();
      StreamProbe stream = client.tryOpen();
      while (stream == null) {
        client.awaitCredits(credits + 1);
        credits = client.credits();
        stream = client.tryOpen();
      }
      stream.sendAndFinish(new byte[10]);
      client.forgetClosed();
      server.forgetClosed();
    }
    assertThat(client.isClosed()).isFalse();
  }

  private void finishAllAtServer() {
    server.run(() -> server.each(stream -> stream.stream().finish()));
  }

  /** Puts as much as is welcome, and the end behind it. */
  private static void fill(StreamProbe writer, byte[] message, AtomicInteger sent) {
    TransportStream stream = writer.stream();
    while (stream.isWritable() && sent.get() < message.length) {
      int some = Math.min(10_000, message.length - sent.get());
      stream.output(some).put(message, sent.get(), some);
      stream.flush();
      sent.addAndGet(some);
    }
    if (sent.get() == message.length) {
      stream.finish();
    }
  }

  private void roundTrip() {
    StreamProbe other = client.open();
    other.sendAndFinish(new byte[1]);
    StreamProbe served = server.next();
    served.act(TransportStream::resumeReading);
    served.sendAndFinish(new byte[1]);
    other.awaitEvent("closed");
    served.awaitEvent("closed");
  }
}
