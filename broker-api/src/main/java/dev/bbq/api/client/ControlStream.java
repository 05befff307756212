// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.BrokerInfo;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.BlockCodec;
import dev.bbq.api.wire.ProtocolException;
import java.security.GeneralSecurityException;

/** The first stream of a connection: hello and welcome, heartbeat, goodbye. */
final class ControlStream extends BlockStream {

  private static final int PROTOCOL_VERSION = BrokerInfo.PROTOCOL_VERSION;
  private static final String PRODUCT = "bbq-java";

  private final Block.Hello hello = new Block.Hello(PROTOCOL_VERSION, PROTOCOL_VERSION, PRODUCT);
  private boolean welcomed;
  private boolean challenged;
  private boolean leaving;
  private long pings;

  ControlStream(ClientConnection connection) {
    super(connection, tag -> BlockCodec.MAX_TOTAL);
    send(hello);
  }

  void ping() {
    if (!isOver()) {
      send(new Block.Ping(++pings));
    }
  }

  @Override
  void answered(Block.Response block) throws ProtocolException {
    switch (block) {
      case Block.Welcome welcome when !welcomed -> {
        welcomed = true;
        judge(welcome);
      }
      case Block.Challenge challenge when !welcomed && !challenged -> {
        challenged = true;
        prove(challenge);
      }
      case Block.Pong pong -> {} // that it came keeps the connection from being idle
      case Block.Goodbye goodbye -> {
        leaving = true;
        connection().goodbye(goodbye);
      }
      case Block.Blocked blocked -> connection().blocked(blocked);
      case Block.Unblocked unblocked -> connection().blocked(null);
      case Block.Fail fail ->
          end(ConnectFailure.ofRefusal(connection().server(), fail.code(), fail.reason()));
      default ->
          throw new ProtocolException(
              ErrorCode.UNEXPECTED_TAG, "unexpected on a control stream: block=" + block);
    }
  }

  /** Proves to a broker that could not ask for it in TLS that our certificate is our own. */
  private void prove(Block.Challenge challenge) {
    try {
      send(connection().proof().of(hello, challenge));
    } catch (GeneralSecurityException e) {
      end(
          new ConnectionException(
              ConnectionException.Kind.CERTIFICATE,
              "own certificate can't be proven: %s, reason=%s; take one with a key of type EC P-256,"
                      .formatted(connection().server(), e.getMessage())
                  + " EC P-384 or RSA, and a short chain",
              e));
    }
  }

  private void judge(Block.Welcome welcome) throws ProtocolException {
    if (welcome.version() != PROTOCOL_VERSION) {
      end(
          ConnectFailure.ofRefusal(
              connection().server(),
              ErrorCode.UNSUPPORTED_VERSION,
              "version not offered: version=%d, offered=%d"
                  .formatted(welcome.version(), PROTOCOL_VERSION)));
      return;
    }
    if (welcome.idleTimeoutMs() < 1) {
      throw new ProtocolException(
          ErrorCode.MALFORMED_BLOCK,
          "idle timeout out of range: idleTimeoutMs=%d".formatted(welcome.idleTimeoutMs()));
    }
    String ours = connection().identity();
    if (welcome.identity().equals(ours)) {
      connection().welcomed(welcome);
    } else {
      end(
          new ConnectionException(
              ConnectionException.Kind.REFUSED,
              "broker takes the client for another: %s, identity=%s, taken for=%s; look for what"
                      .formatted(connection().server(), ours, welcome.identity())
                  + " stands between them with a certificate of its own",
              null));
    }
  }

  @Override
  void ended(BbqException why, boolean withConnection) {
    if (!leaving) { // else the broker closes when it has answered what is on the way
      connection().fail(why);
    }
  }
}
