// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import static dev.bbq.it.support.Bytes.first;
import static dev.bbq.it.support.Bytes.join;
import static dev.bbq.it.support.Bytes.send;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.BlockCodec;
import dev.bbq.it.support.RawClient;
import dev.bbq.it.support.RawDelivery;
import dev.bbq.it.support.RawReply;
import dev.bbq.it.support.RawStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose owner opens many streams and does not end each as it should: of a hundred that
 * publish, two are reset within a message, which is one in a hundred of all streams between these
 * two ends, and of one the replies are not wanted. Its consumers don't read for seconds, and every
 * other is reset with what it holds.
 */
final class AbandonedStreams implements Traffic {

  private static final int PER_SECOND = 10;
  private static final int MESSAGES = 3;
  private static final Duration PERIOD = Duration.ofMillis(1000 / PER_SECOND);
  // kwik never forgets a stream that was reset, as long as its connection lasts.
  private static final int STREAMS_PER_CONNECTION = 1000;
  private static final int BYTES = 200;
  private static final int CREDIT = 200;
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final long READING_NS = Duration.ofSeconds(3).toNanos();

  private final Target target;
  private final Faults faults;
  private final String queue;
  private final Ledger ledger;
  private final Pace publishing;
  private final Pace consuming;
  private volatile @Nullable RawClient client;
  private int streams;
  private int reset;
  private int stopped;
  private int consumers;
  private int connections;
  private volatile String lastFailure = "none";

  AbandonedStreams(Target target) {
    this.target = target;
    faults = target.faults();
    queue = target.queue("abandoned");
    ledger = target.ledger("abandoned", MESSAGES * PER_SECOND);
    publishing = new Pace("abandoned-" + target.pair(), PERIOD, faults, this::publish);
    consuming = new Pace("abandoned-reader-" + target.pair(), PERIOD, faults, this::consume);
  }

  /** Returns the client; connects if there is none. */
  private synchronized RawClient client() throws TransportException {
    RawClient there = client;
    if (there == null) {
      there = target.connectRaw(queue);
      client = there;
      connections++;
    }
    return there;
  }

  /** Closes the client, if there is one, so that the next who needs it gets another. */
  private synchronized void disconnect() {
    RawClient there = client;
    client = null;
    if (there != null) {
      try {
        there.close();
      } catch (AssertionError e) {
        lastFailure = String.valueOf(e);
      }
    }
  }

  private void publish() throws InterruptedException {
    if (streams > 0 && streams % STREAMS_PER_CONNECTION == 0) {
      disconnect();
    }
    List<String> texts = Stream.generate(() -> ledger.next(BYTES)).limit(MESSAGES).toList();
    byte[] blocks = join(texts.stream().map(text -> send("", queue, text)).toArray(byte[][]::new));
    RawClient used = null;
    try {
      used = client();
      RawStream stream = used.open().write(blocks);
      switch (streams++ % 100) {
        case 25 -> {
          confirm(texts, stream);
          resetWithinMessage(stream);
        }
        case 50 -> {
          stream.stop(ErrorCode.CANCELLED).finish();
          stopped++;
        }
        case 75 -> resetWithinMessage(stream);
        default -> {
          stream.finish();
          confirm(texts, stream);
        }
      }
    } catch (TransportException | RejectedExecutionException | AssertionError e) {
      giveUp(used, e);
    }
  }

  private void confirm(List<String> texts, RawStream stream) {
    for (String text : texts) {
      RawReply reply = stream.takeReply();
      if (!reply.equals(RawReply.CONFIRMED)) {
        faults.add("%s: not confirmed: %s".formatted(queue, reply));
        return;
      }
      ledger.confirm(text);
    }
  }

  private void resetWithinMessage(RawStream stream) {
    String text = ledger.next(BYTES);
    ledger.abort(text);
    byte[] block = send("", queue, text);
    stream.write(first(block.length / 2, block)).reset(ErrorCode.CANCELLED);
    reset++;
  }

  private void consume() throws InterruptedException {
    RawClient used = null;
    try {
      used = client();
      RawStream stream = used.consume(queue, CREDIT);
      stream.pause();
      Thread.sleep(PAUSE);
      stream.resume();
      long untilNs = System.nanoTime() + READING_NS;
      while (System.nanoTime() < untilNs) {
        if (stream.hasMore()) {
          take(stream);
        } else {
          Thread.sleep(10);
        }
      }
      if (consumers++ % 2 == 0) {
        stream.finish();
      } else {
        stream.stop(ErrorCode.CANCELLED).reset(ErrorCode.CANCELLED);
      }
    } catch (TransportException | RejectedExecutionException | AssertionError e) {
      giveUp(used, e);
    }
  }

  private void take(RawStream stream) {
    RawDelivery delivery = stream.takeDelivery();
    ledger.arrive(delivery.message(), delivery.redeliveries(), false);
    var ack = new Block.Settle(Block.Outcome.ACK, delivery.number(), delivery.number());
    stream.write(BlockCodec.encode(ack));
  }

  /** Takes a new connection next; what was not answered may be kept or not. */
  private void giveUp(@Nullable RawClient used, Throwable why) throws InterruptedException {
    lastFailure = String.valueOf(why);
    synchronized (this) {
      if (client == used) {
        disconnect();
      }
    }
    Thread.sleep(PAUSE);
  }

  @Override
  public void stopPublishing() {
    publishing.stop();
  }

  @Override
  public boolean isDrained() {
    return ledger.missing() == 0;
  }

  @Override
  public void close() {
    consuming.stop();
    disconnect();
    ledger.close();
  }

  @Override
  public String toString() {
    return "%s, streams=%d, reset=%d, stopped=%d, consumers=%d, connections=%d, lastFailure=%s"
        .formatted(ledger, streams, reset, stopped, consumers, connections, lastFailure);
  }
}
