// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.support;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.BlockCodec;
import dev.bbq.api.wire.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One stream in the hands of a test: writes any bytes, ends in any way, and reads with a bound on
 * each wait.
 */
public final class RawStream extends Awaiting implements StreamHandler {

  /** A broker that takes nothing for so long has stopped reading. */
  private static final Duration STUCK = Duration.ofMillis(500);

  private final RawClient client;
  private @Nullable TransportStream stream;
  private byte[] received = new byte[64];
  private int filled;
  private int taken;
  private boolean finished;
  private OptionalLong reset = OptionalLong.empty();
  private boolean stopped;
  private boolean closed;

  RawStream(RawClient client) {
    this.client = client;
  }

  RawStream attach(TransportStream opened) {
    stream = opened;
    return this;
  }

  // --- what the test does

  /** Sends pieces, each in a packet of its own as far as the transport lets them. */
  public RawStream write(byte[]... pieces) {
    for (byte[] piece : pieces) {
      client.run(() -> put(piece));
    }
    return this;
  }

  /**
   * Sends a piece again and again until the broker takes no more for a while.
   *
   * @return how many bytes were sent, {@code atMostBytes} or more when it takes them all
   */
  public long writeUntilStuck(byte[] piece, long atMostBytes) {
    long given = 0;
    while (given < atMostBytes && awaitWritable()) {
      write(piece);
      given += piece.length;
    }
    return given;
  }

  private boolean awaitWritable() {
    long endNs = System.nanoTime() + STUCK.toNanos();
    while (!client.ask(() -> transport().isWritable())) {
      if (System.nanoTime() > endNs) {
        return false;
      }
      pauseBriefly();
    }
    return true;
  }

  /** Sends the end of the output. */
  public RawStream finish() {
    client.run(() -> transport().finish());
    return this;
  }

  /** Aborts the output. */
  public RawStream reset(ErrorCode code) {
    client.run(() -> transport().reset(code.number()));
    return this;
  }

  /** Tells the broker that its answers aren't wanted. */
  public RawStream stop(ErrorCode code) {
    client.run(() -> transport().stopReading(code.number()));
    return this;
  }

  /** Reads no more, without telling anyone. */
  public RawStream pause() {
    client.run(() -> transport().pauseReading());
    return this;
  }

  /** Reads on. */
  public RawStream resume() {
    client.run(() -> transport().resumeReading());
    return this;
  }

  /** Sends bytes; in the connection's context. */
  void put(byte[] piece) {
    for (int at = 0; at < piece.length; ) {
      int count = Math.min(piece.length - at, TransportStream.MAX_OUTPUT_BYTES);
      transport().output(count).put(piece, at, count);
      transport().flush();
      at += count;
    }
  }

  private TransportStream transport() {
    TransportStream opened = stream;
    if (opened == null) {
      throw new IllegalStateException("stream not open");
    }
    return opened;
  }

  // --- what the test waits for

  /** Takes the next bytes. */
  public byte[] take(int count) {
    await(count + " bytes", () -> filled - taken >= count || isOver());
    return read(
        () -> {
          if (filled - taken < count) {
            throw new AssertionError("ended before %d bytes: %s".formatted(count, this));
          }
          taken += count;
          return Arrays.copyOfRange(received, taken - count, taken);
        });
  }

  /** Takes the next reply to a SEND block. */
  public RawReply takeReply() {
    int kind = take(1)[0];
    if (kind == RawReply.CONFIRMED.kind()) {
      return RawReply.CONFIRMED;
    }
    ByteBuffer header = ByteBuffer.wrap(take(2 * Short.BYTES));
    ErrorCode code = ErrorCode.ofNumber(header.getShort());
    return new RawReply(kind, code, new String(take(header.getShort()), StandardCharsets.UTF_8));
  }

  /** Takes the next block, which must be no delivery. */
  public Block.Response takeBlock() {
    int tag = ByteBuffer.wrap(take(4)).getInt();
    byte[] payload = takePayload();
    try {
      return BlockCodec.decodeResponse(tag, payload);
    } catch (ProtocolException e) {
      throw new AssertionError("broker broke the protocol", e);
    }
  }

  /** Takes the next block, which must be FAIL, and returns its code. */
  public ErrorCode takeFailure() {
    Block.Response block = takeBlock();
    if (block instanceof Block.Fail fail) {
      return fail.code();
    }
    throw new AssertionError("not FAIL: " + block);
  }

  /** Takes the next block, which must be a delivery. */
  public RawDelivery takeDelivery() {
    String tag = new String(take(4), StandardCharsets.US_ASCII);
    if (!tag.equals("DELV")) {
      throw new AssertionError("not DELV: " + tag);
    }
    return RawDelivery.of(takePayload());
  }

  private byte[] takePayload() {
    return take(Math.toIntExact(ByteBuffer.wrap(take(Long.BYTES)).getLong()));
  }

  /** Waits for the broker's FIN; there must be no bytes before it. */
  public void awaitEnd() {
    await("FIN", this::isOver);
    boolean clean = read(() -> finished && taken == filled);
    if (!clean) {
      throw new AssertionError("no clean end: " + this);
    }
  }

  /** Waits until the broker has reset the stream, and returns its code. */
  public ErrorCode awaitReset() {
    await("RESET", this::isOver);
    Pair.assumeClientHas(TransportCapability.RESET_CODES);
    return ErrorCode.ofNumber(
        read(() -> reset).orElseThrow(() -> new AssertionError("not reset: " + this)));
  }

  /**
   * Waits until the broker has said that it reads no more; writes on, as a transport may tell only
   * then.
   */
  public void awaitStopped() {
    poll(
        "STOP",
        () -> {
          client.run(() -> put(new byte[1]));
          return read(() -> stopped || closed);
        });
  }

  /**
   * Waits until the broker has ended the stream, which nobody has asked for: it has said that it
   * reads no more, or, if it had no more to say either, sent FIN.
   */
  public void awaitEndedByBroker() {
    poll(
        "STOP or FIN",
        () -> {
          if (read(() -> finished)) {
            return true;
          }
          client.run(() -> put(new byte[1]));
          return read(() -> stopped);
        });
  }

  /** Tells whether anything came that was not taken. */
  public boolean hasMore() {
    return read(() -> filled > taken);
  }

  private boolean isOver() {
    return finished || reset.isPresent() || closed;
  }

  // --- what the transport says

  @Override
  public void onData(ByteBuffer data) {
    change(
        () -> {
          int count = data.remaining();
          if (filled + count > received.length) {
            received = Arrays.copyOf(received, Math.max(filled + count, 2 * received.length));
          }
          data.get(received, filled, count);
          filled += count;
        });
  }

  @Override
  public void onReadComplete() {
    // bytes are taken as they come
  }

  @Override
  public void onFinished() {
    change(() -> finished = true);
  }

  @Override
  public void onReset(long code) {
    change(() -> reset = OptionalLong.of(code));
  }

  @Override
  public void onStopped(long code) {
    change(() -> stopped = true);
  }

  @Override
  public void onWritable() {
    change(() -> {});
  }

  @Override
  public void onClosed() {
    change(() -> closed = true);
  }

  @Override
  public String toString() {
    return "RawStream[untaken=%d, finished=%s, reset=%s, stopped=%s, closed=%s, untakenText=%s]"
        .formatted(
            filled - taken,
            finished,
            reset,
            stopped,
            closed,
            new String(
                received, taken, Math.min(filled - taken, 200), StandardCharsets.ISO_8859_1));
  }
}
