// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.NONE;
import static dev.bbq.api.ErrorCode.UNEXPECTED_TAG;
import static dev.bbq.api.ErrorCode.UNSUPPORTED_VERSION;

import dev.bbq.api.transport.TransportStream;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.BlockCodec;
import dev.bbq.api.wire.BlockLimits;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.Tag;

/**
 * A control stream (docs/protocol.md, "HELO"): welcomes the client, answers heartbeats, and says
 * goodbye.
 */
final class ControlStream extends BlockStream {

  static final int VERSION = 1;

  private final Services services;
  private boolean welcomed;
  private boolean paused;
  private boolean over;

  ControlStream(TransportStream stream, ClientConnection connection, Services services) {
    super(stream, connection, ControlStream::maxTotal);
    this.services = services;
  }

  private static long maxTotal(int tag) {
    return tag == Tag.HELO || tag == Tag.PING ? BlockCodec.MAX_TOTAL : BlockLimits.NOT_ALLOWED;
  }

  @Override
  StreamKind kind() {
    return StreamKind.CONTROL;
  }

  @Override
  void onBlock(int tag, byte[] payload) throws ProtocolException {
    Block.Request request = BlockCodec.decodeRequest(tag, payload);
    if (request instanceof Block.Hello hello && !welcomed) {
      welcome(hello);
    } else if (request instanceof Block.Ping ping && welcomed) {
      respond(new Block.Pong(ping.token()));
    } else {
      throw new ProtocolException(
          UNEXPECTED_TAG, "tag not allowed now: tag=%s".formatted(Tag.text(tag)));
    }
  }

  private void welcome(Block.Hello hello) throws ProtocolException {
    if (hello.minVersion() > VERSION || hello.maxVersion() < VERSION) {
      respond(
          new Block.Fail(
              UNSUPPORTED_VERSION,
              "no common version: client=%d-%d, broker=%d"
                  .formatted(hello.minVersion(), hello.maxVersion(), VERSION)));
      over = true;
      writer.finish();
      endInput(UNSUPPORTED_VERSION.number());
      return;
    }
    if (!connection.welcomed(this)) {
      throw new ProtocolException(
          UNEXPECTED_TAG, "connection has a control stream already: tag=HELO");
    }
    welcomed = true;
    connection.calledItself(hello.product());
    StreamLimits limits = services.limits();
    respond(
        new Block.Welcome(
            VERSION,
            services.about().product(),
            connection.identity(),
            limits.maxMessageBytes(),
            limits.maxCreditMessages(),
            limits.idleTimeout().toMillis()));
    connection.greet();
  }

  @Override
  boolean isIdle() {
    return over || writer.isReady();
  }

  /** Ends the output: nothing more comes. */
  void end() {
    if (!over) {
      over = true;
      writer.finish();
    }
  }

  /** Says whether it can tell the client anything now. */
  boolean listens() {
    return !over && writer.isReady();
  }

  /** Tells the client something of its own accord. */
  void tell(Block.Response news) {
    respond(news);
    writer.flush();
  }

  @Override
  public void onReadComplete() {
    writer.flush();
    if (!writer.isReady()) {
      paused = true;
      stream.pauseReading(); // a client that doesn't read its heartbeats
    }
  }

  @Override
  void onWritableAgain() {
    paused = false;
    stream.resumeReading();
    connection.tellMemory();
  }

  @Override
  void onEnd() {
    end();
  }

  @Override
  void onViolation(ProtocolException violation) {
    over = true;
    super.onViolation(violation);
  }

  @Override
  void onAborted() {
    over = true;
    endInput(NONE.number());
  }

  @Override
  boolean isPaused() {
    return paused;
  }
}
