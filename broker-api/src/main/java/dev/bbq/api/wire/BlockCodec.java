// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.ExchangeType;

/** Turns the blocks of the control plane into bytes and back (docs/protocol.md, "Blocks"). */
public final class BlockCodec {

  /** The largest total of a control block, in bytes. */
  public static final int MAX_TOTAL = 32 << 10;

  private BlockCodec() {}

  /** Returns a whole block: tag, total and payload. */
  public static byte[] encode(Block block) {
    return switch (block) {
      case Block.Hello b ->
          new FieldWriter(Tag.HELO)
              .u16(b.minVersion())
              .u16(b.maxVersion())
              .text(b.product())
              .block();
      case Block.Welcome b ->
          new FieldWriter(Tag.WELC)
              .u16(b.version())
              .text(b.product())
              .text(b.identity())
              .u64(b.maxMessageBytes())
              .u64(b.maxCreditMessages())
              .u64(b.idleTimeoutMs())
              .block();
      case Block.Challenge b -> new FieldWriter(Tag.CHAL).octets(b.nonce()).block();
      case Block.Proof b ->
          new FieldWriter(Tag.PROV)
              .octets(b.nonce())
              .text(b.alpn())
              .u16(b.scheme())
              .row(b.chain())
              .octets(b.signature())
              .block();
      case Block.Ping b -> new FieldWriter(Tag.PING).u64(b.token()).block();
      case Block.Pong b -> new FieldWriter(Tag.PONG).u64(b.token()).block();
      case Block.Goodbye b ->
          new FieldWriter(Tag.GBYE).u16(b.code().number()).reason(b.reason()).block();
      case Block.Blocked b ->
          new FieldWriter(Tag.BLCK).u16(b.code().number()).reason(b.reason()).block();
      case Block.Unblocked b -> new FieldWriter(Tag.UNBL).block();
      case Block.Receive b ->
          new FieldWriter(Tag.RECV)
              .text(b.queue())
              .u64(b.creditMessages())
              .u64(b.creditBytes())
              .block();
      case Block.SetCredit b -> new FieldWriter(Tag.CRED).u64(b.messages()).u64(b.bytes()).block();
      case Block.Settle b ->
          new FieldWriter(Tag.SETL).choice(b.outcome()).u64(b.from()).u64(b.to()).block();
      case Block.Done b -> new FieldWriter(Tag.DONE).block();
      case Block.DeclareExchange b ->
          new FieldWriter(Tag.XDEC)
              .text(b.name())
              .choice(b.type())
              .flag(b.dropUnroutable())
              .block();
      case Block.DeleteExchange b -> new FieldWriter(Tag.XDEL).text(b.name()).block();
      case Block.DeclareQueue b ->
          new FieldWriter(Tag.QDEC).text(b.name()).octets(b.arguments()).block();
      case Block.DeleteQueue b -> new FieldWriter(Tag.QDEL).text(b.name()).block();
      case Block.Purge b -> new FieldWriter(Tag.PURG).text(b.queue()).block();
      case Block.Bind b ->
          new FieldWriter(Tag.BIND).text(b.queue()).text(b.exchange()).text(b.routingKey()).block();
      case Block.Unbind b ->
          new FieldWriter(Tag.UNBD).text(b.queue()).text(b.exchange()).text(b.routingKey()).block();
      case Block.ListAll b -> new FieldWriter(Tag.LIST).choice(b.kind()).block();
      case Block.Item b -> ItemCodec.encode(b);
      case Block.Okay b -> new FieldWriter(Tag.OKAY).u64(b.count()).block();
      case Block.Fail b ->
          new FieldWriter(Tag.FAIL).u16(b.code().number()).reason(b.reason()).block();
    };
  }

  /**
   * Returns what a client has sent.
   *
   * @throws ProtocolException if the payload is not what the tag calls for, or the tag is none of a
   *     client's
   */
  public static Block.Request decodeRequest(int tag, byte[] payload) throws ProtocolException {
    if (decode(tag, payload) instanceof Block.Request request) {
      return request;
    }
    throw new ProtocolException(
        ErrorCode.UNEXPECTED_TAG, "not a request: tag=%s".formatted(Tag.text(tag)));
  }

  /**
   * Returns what a broker has sent.
   *
   * @throws ProtocolException if the payload is not what the tag calls for, or the tag is none of a
   *     broker's
   */
  public static Block.Response decodeResponse(int tag, byte[] payload) throws ProtocolException {
    if (decode(tag, payload) instanceof Block.Response response) {
      return response;
    }
    throw new ProtocolException(
        ErrorCode.UNEXPECTED_TAG, "not a response: tag=%s".formatted(Tag.text(tag)));
  }

  private static Block decode(int tag, byte[] payload) throws ProtocolException {
    FieldReader in = new FieldReader(tag, payload);
    Block block = fields(tag, in);
    boolean mayGrow =
        block instanceof Block.Hello || block instanceof Block.Welcome; // later versions add fields
    if (!mayGrow) {
      in.end();
    }
    return block;
  }

  // Record components are evaluated from left to right (JLS 15.7.4), so they are read in the order
  // of the wire.
  private static Block fields(int tag, FieldReader in) throws ProtocolException {
    if (tag == Tag.SETL) {
      return new Block.Settle(
          in.choice("outcome", Block.Outcome.values()), in.u64("from"), in.u64("to"));
    } else if (tag == Tag.CRED) {
      return new Block.SetCredit(in.u64("messages"), in.u64("bytes"));
    } else if (tag == Tag.RECV) {
      return new Block.Receive(in.text("queue"), in.u64("messages"), in.u64("bytes"));
    } else if (tag == Tag.DONE) {
      return new Block.Done();
    } else if (tag == Tag.PING) {
      return new Block.Ping(in.u64("token"));
    } else if (tag == Tag.PONG) {
      return new Block.Pong(in.u64("token"));
    } else if (tag == Tag.HELO) {
      return new Block.Hello(in.u16("min version"), in.u16("max version"), in.text("product"));
    } else if (tag == Tag.WELC) {
      return new Block.Welcome(
          in.u16("version"),
          in.text("product"),
          in.text("identity"),
          in.u64("max message"),
          (int) Math.min(in.u64("max credit"), Integer.MAX_VALUE),
          in.u64("idle timeout"));
    } else if (tag == Tag.CHAL) {
      return new Block.Challenge(in.octets("nonce", ProofContent.NONCE_BYTES));
    } else if (tag == Tag.PROV) {
      return new Block.Proof(
          in.octets("nonce", ProofContent.NONCE_BYTES),
          in.text("alpn"),
          in.u16("scheme"),
          in.row("chain", ProofContent.MAX_CHAIN_BYTES),
          in.octets("signature"));
    } else if (tag == Tag.GBYE) {
      return new Block.Goodbye(ErrorCode.ofNumber(in.u16("code")), in.text("reason"));
    } else if (tag == Tag.BLCK) {
      return new Block.Blocked(ErrorCode.ofNumber(in.u16("code")), in.text("reason"));
    } else if (tag == Tag.UNBL) {
      return new Block.Unblocked();
    } else if (tag == Tag.OKAY) {
      return new Block.Okay(in.u64("count"));
    } else if (tag == Tag.FAIL) {
      return new Block.Fail(ErrorCode.ofNumber(in.u16("code")), in.text("reason"));
    } else if (tag == Tag.ITEM) {
      return ItemCodec.decode(in);
    }
    return topologyFields(tag, in);
  }

  private static Block topologyFields(int tag, FieldReader in) throws ProtocolException {
    if (tag == Tag.XDEC) {
      return new Block.DeclareExchange(
          in.text("name"), in.choice("type", ExchangeType.values()), in.flag("drop unroutable"));
    } else if (tag == Tag.XDEL) {
      return new Block.DeleteExchange(in.text("name"));
    } else if (tag == Tag.QDEC) {
      return new Block.DeclareQueue(in.text("name"), in.octets("arguments"));
    } else if (tag == Tag.QDEL) {
      return new Block.DeleteQueue(in.text("name"));
    } else if (tag == Tag.PURG) {
      return new Block.Purge(in.text("queue"));
    } else if (tag == Tag.BIND) {
      return new Block.Bind(in.text("queue"), in.text("exchange"), in.text("routing key"));
    } else if (tag == Tag.UNBD) {
      return new Block.Unbind(in.text("queue"), in.text("exchange"), in.text("routing key"));
    } else if (tag == Tag.LIST) {
      return new Block.ListAll(in.choice("kind", Block.Kind.values()));
    }
    throw new ProtocolException(
        ErrorCode.UNEXPECTED_TAG, "not a control block: tag=%s".formatted(Tag.text(tag)));
  }
}
