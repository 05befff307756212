// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.transport.TransportStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams carry bytes both ways and end each way on its own. */
@Timeout(60)
abstract class StreamContract extends ConnectedContract {

  private static final int WINDOW_BYTES = 64 << 10;

  @Override
  TransportLimits limits() {
    return new TransportLimits(
        Duration.ofSeconds(20), Duration.ofSeconds(5), 100, WINDOW_BYTES, WINDOW_BYTES * 4, 10);
  }

  @Test
  @Proves({TransportSentence.DATA, TransportSentence.FINISHED})
  void shouldCarryRequestAndReply() {
    StreamProbe request = client.open();
    request.sendAndFinish(Data.random(150, 1));
    StreamProbe served = server.next();
    served.awaitEvent("finished");
    served.sendAndFinish(Data.random(10, 2));
    request.awaitEvent("closed");
    served.awaitEvent("closed");
    assertThat(served.received()).isEqualTo(Data.random(150, 1));
    assertThat(request.received()).isEqualTo(Data.random(10, 2));
  }

  @Test
  @Proves(TransportSentence.FINISH)
  void shouldCarryReplyWrittenWithinCallbackOfFin() {
    server.onAccept(
        stream ->
            stream.onEnd(
                ended -> {
                  ended.put(ended.received());
                  ended.stream().finish();
                }));
    StreamProbe request = client.open();
    request.sendAndFinish(Data.random(5000, 1));
    request.awaitEvent("closed");
    assertThat(request.received()).isEqualTo(Data.random(5000, 1));
  }

  @Test
  @Proves({TransportSentence.FINISH, TransportSentence.STREAM_CLOSED})
  void shouldGoOnReadingWhenOwnOutputHasEnded() {
    StreamProbe request = client.open();
    request.sendAndFinish(new byte[1]);
    StreamProbe served = server.next();
    for (int i = 1; i <= 3; i++) {
      served.send(new byte[100]);
      request.awaitBytes(100 * i);
    }
    assertThat(request.events()).doesNotContain("finished", "closed");
  }

  @Test
  @Proves({TransportSentence.FINISHED, TransportSentence.STREAM_CLOSED})
  void shouldGoOnWritingWhenPeerHasEnded() {
    StreamProbe request = client.open();
    request.send(new byte[1]);
    StreamProbe served = server.next();
    served.sendAndFinish(new byte[1]);
    request.awaitEvent("finished");
    for (int i = 1; i <= 3; i++) {
      request.send(new byte[100]);
      served.awaitBytes(1 + 100 * i);
    }
    request.act(TransportStream::finish);
    served.awaitEvent("closed");
    request.awaitEvent("closed");
  }

  @Test
  @Proves({TransportSentence.OPEN, TransportSentence.ON_STREAM})
  void shouldCarryStreamsOpenedByServer() {
    StreamProbe pushed = awaitOpen(server);
    pushed.sendAndFinish(new byte[] {1, 2, 3});
    StreamProbe taken = client.next();
    taken.awaitEvent("finished");
    taken.act(TransportStream::finish);
    pushed.awaitEvent("closed");
    assertThat(taken.received()).containsExactly(1, 2, 3);
    assertThat(pushed.stream().id()).isEqualTo(taken.stream().id());
  }

  @Test
  @Proves({TransportSentence.FINISH, TransportSentence.ORDER})
  void shouldTellEmptyFinWithoutData() {
    client.open().act(TransportStream::finish);
    StreamProbe served = server.next();
    served.awaitEvent("finished");
    assertThat(served.events()).containsExactly("finished");
  }

  @Test
  @Proves({TransportSentence.FINISHED, TransportSentence.ORDER})
  void shouldTellFinSentAfterTheData() {
    StreamProbe request = client.open();
    request.send(new byte[10]);
    StreamProbe served = server.next();
    served.awaitBytes(10);
    request.act(TransportStream::finish);
    served.awaitEvent("finished");
    assertThat(served.events()).containsExactly("burst", "finished");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1,
        1199,
        1200,
        1201,
        1349,
        1350,
        1351,
        WINDOW_BYTES - 1,
        WINDOW_BYTES,
        WINDOW_BYTES + 1,
        16 << 20
      })
  @Proves({TransportSentence.DATA, TransportSentence.KEPT})
  void shouldCarryPayloadOfAnySizeBothWays(int size) {
    byte[] payload = Data.random(size, size);
    StreamProbe request = client.open();
    request.sendAndFinish(payload);
    StreamProbe served = server.next();
    served.awaitEvent("finished");
    served.sendAndFinish(payload);
    request.awaitEvent("closed");
    assertThat(served.received()).isEqualTo(payload);
    assertThat(request.received()).isEqualTo(payload);
  }

  @Test
  @Proves(TransportSentence.READ_COMPLETE)
  void shouldEndEachBurstOfDataWithReadComplete() {
    StreamProbe request = client.open();
    request.send(new byte[10]);
    StreamProbe served = server.next();
    for (int i = 1; i <= 5; i++) {
      int bursts = i;
      served.await("burst " + i, () -> served.count("burst") >= bursts);
      assertThat(served.receivedBytes()).isEqualTo(10 * i);
      request.send(new byte[10]);
    }
  }

  @Test
  @Proves(TransportSentence.FINISHED)
  void shouldDeliverWhatWaitsBeforeFin() {
    server.onAccept(stream -> stream.stream().pauseReading());
    byte[] payload = Data.random(WINDOW_BYTES * 6, 3);
    StreamProbe request = client.open();
    request.sendAndFinish(payload);
    StreamProbe served = server.next();
    assertThat(request.events()).doesNotContain("closed");
    served.act(TransportStream::resumeReading);
    served.awaitEvent("finished");
    assertThat(served.received()).isEqualTo(payload);
  }

  @Test
  @Proves(TransportSentence.AFTER_END)
  void shouldThrowAwayWhatIsPutAfterFinish() {
    StreamProbe request = client.open();
    request.sendAndFinish(new byte[] {7});
    request.send(new byte[] {8});
    request.sendAndFinish(new byte[200_000]);
    StreamProbe served = server.next();
    served.awaitEvent("finished");
    assertThat(served.received()).containsExactly(7);
  }

  @Test
  @Proves(TransportSentence.OUTPUT)
  void shouldOfferRoomBigEndianBehindWhatWasPut() {
    StreamProbe request = client.open();
    List<Object> seen = new ArrayList<>();
    request.act(
        stream -> {
          ByteBuffer first = stream.output(4);
          seen.add(first.order());
          first.putInt(1);
          stream.output(TransportStream.MAX_OUTPUT_BYTES).putInt(2);
          seen.add(stream.output(TransportStream.MAX_OUTPUT_BYTES).remaining() >= 64 << 10);
          stream.output(0);
          stream.finish();
        });
    StreamProbe served = server.next();
    served.awaitEvent("finished");
    assertThat(seen).containsExactly(ByteOrder.BIG_ENDIAN, true);
    assertThat(served.received()).containsExactly(0, 0, 0, 1, 0, 0, 0, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, TransportStream.MAX_OUTPUT_BYTES + 1})
  @Proves(TransportSentence.OUTPUT_RANGE)
  void shouldRefuseOutputOutOfRange(int size) {
    StreamProbe request = client.open();
    assertThatThrownBy(() -> request.act(stream -> stream.output(size)))
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .hasRootCauseMessage("size out of range: minBytes=" + size);
  }

  @Test
  @Proves(TransportSentence.FLUSH)
  void shouldSendNothingBeforeFlush() {
    StreamProbe request = client.open();
    request.act(stream -> stream.output(1).put((byte) 1));
    StreamProbe other = client.open();
    other.send(new byte[1]);
    server.next().awaitBytes(1);
    assertThat(server.acceptedCount()).isEqualTo(1);
  }

  @Test
  @Proves(TransportSentence.CONTEXT)
  void shouldNeverOverlapCallbacksNorLoseData() {
    server.onAccept(
        stream ->
            stream
                .onBurst(
                    served -> {
                      served.put(new byte[100]);
                      served.stream().flush();
                    })
                .onEnd(served -> served.stream().finish()));
    List<StreamProbe> streams = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      streams.add(client.open());
    }
    for (int round = 0; round < 20; round++) {
      for (StreamProbe stream : streams) {
        stream.send(new byte[1000]);
      }
    }
    streams.forEach(stream -> stream.act(TransportStream::finish));
    streams.forEach(stream -> stream.awaitEvent("closed"));
    for (int i = 0; i < 50; i++) {
      StreamProbe served = server.next();
      served.awaitEvent("closed");
      assertThat(served.receivedBytes()).isEqualTo(20_000);
    }
    assertThat(server.faults()).isEmpty();
  }

  private static StreamProbe awaitOpen(ConnectionProbe end) {
    StreamProbe opened = end.tryOpen();
    if (opened == null) {
      end.awaitCredits(1);
      opened = end.open();
    }
    return opened;
  }
}
