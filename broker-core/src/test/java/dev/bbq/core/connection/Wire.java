// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.BlockCodec;
import dev.bbq.api.wire.BlockReader;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.Reply;
import dev.bbq.api.wire.ReplyCodec;
import dev.bbq.api.wire.SendLayout;
import dev.bbq.api.wire.Tag;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The client's side of the wire: makes blocks, reads replies and blocks. */
public final class Wire {

  private static final int FIXED_BYTES = Long.BYTES + Integer.BYTES;

  /** A DELV block. */
  @SuppressWarnings("ArrayRecordComponent") // compared by its text
  record Delivered(long number, int redeliveries, byte[] payload) {
    String body() {
      return Wire.body(payload);
    }

    @Override
    public String toString() {
      return number + ":" + body() + (redeliveries == 0 ? "" : "+" + redeliveries);
    }
  }

  private Wire() {}

  static byte[] concat(byte[]... pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }

  static byte[] block(int tag, byte[] payload) {
    return ByteBuffer.allocate(BlockReader.HEADER_BYTES + payload.length)
        .putInt(tag)
        .putLong(payload.length)
        .put(payload)
        .array();
  }

  /** Returns a block's bytes. */
  public static byte[] block(Block block) {
    return BlockCodec.encode(block);
  }

  static byte[] field(byte[] bytes) {
    return ByteBuffer.allocate(Long.BYTES + bytes.length).putLong(bytes.length).put(bytes).array();
  }

  /** Returns the payload of a SEND block of three fields. */
  static byte[] payload(String exchange, String key, String body) {
    return concat(
        field(exchange.getBytes(UTF_8)), field(key.getBytes(UTF_8)), field(body.getBytes(UTF_8)));
  }

  static byte[] send(String exchange, String key, String body) {
    return block(Tag.SEND, payload(exchange, key, body));
  }

  /** Returns a SEND block to the default exchange. */
  public static byte[] send(String queue, String body) {
    return send("", queue, body);
  }

  /** Returns a SEND block with properties to the default exchange. */
  public static byte[] sendWith(byte[] properties, String queue, String body) {
    return block(Tag.SEND, concat(payload("", queue, body), field(properties)));
  }

  /** Returns the body of a SEND payload. */
  static String body(byte[] payload) {
    SendLayout layout = new SendLayout(Integer.MAX_VALUE);
    try {
      layout.parse(payload, 0);
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
    return new String(payload, layout.bodyStart(), layout.bodyLength(), UTF_8);
  }

  /** Returns the replies of a publish stream; confirms one by one. */
  static List<Reply> replies(byte[] output) {
    List<Reply> replies = new ArrayList<>();
    ReplyCodec codec = new ReplyCodec();
    ByteBuffer in = ByteBuffer.wrap(output);
    try {
      for (Reply reply = codec.read(in); reply != null; reply = codec.read(in)) {
        if (reply instanceof Reply.Confirmed confirmed) {
          for (int i = 0; i < confirmed.count(); i++) {
            replies.add(new Reply.Confirmed(1));
          }
        } else {
          replies.add(reply);
        }
      }
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
    return replies;
  }

  /** Returns the kinds of the replies of a publish stream. */
  public static List<Integer> kinds(byte[] output) {
    return replies(output).stream().map(Wire::kind).toList();
  }

  private static Integer kind(Reply reply) {
    return switch (reply) {
      case Reply.Confirmed c -> 1;
      case Reply.Refused r -> 2;
      case Reply.Unknown u -> 3;
      case Reply.Ended e -> 4;
    };
  }

  /** Returns the blocks of a stream's output: {@link Block.Response} or {@link Delivered}. */
  static List<Object> blocks(byte[] output) {
    List<Object> blocks = new ArrayList<>();
    BlockReader reader = new BlockReader(tag -> Integer.MAX_VALUE - 64);
    ByteBuffer in = ByteBuffer.wrap(output);
    try {
      while (reader.read(in)) {
        byte[] payload = reader.payload();
        blocks.add(
            reader.tag() == Tag.DELV
                ? delivered(payload)
                : BlockCodec.decodeResponse(reader.tag(), payload));
      }
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
    if (reader.inBlock()) {
      throw new AssertionError("output ends within a block");
    }
    return blocks;
  }

  private static Delivered delivered(byte[] payload) {
    ByteBuffer in = ByteBuffer.wrap(payload);
    long number = in.getLong();
    int redeliveries = in.getInt();
    byte[] rest = new byte[payload.length - FIXED_BYTES];
    in.get(rest);
    return new Delivered(number, redeliveries, rest);
  }

  /** Returns the deliveries among the blocks as {@code number:body+redeliveries}. */
  public static List<String> deliveries(byte[] output) {
    return blocks(output).stream()
        .filter(block -> block instanceof Delivered)
        .map(Object::toString)
        .toList();
  }

  /** Returns the FAIL blocks. */
  static List<Block.Fail> failures(byte[] output) {
    return blocks(output).stream()
        .filter(block -> block instanceof Block.Fail)
        .map(block -> (Block.Fail) block)
        .toList();
  }

  /** Returns a copy of a block with one byte set. */
  static byte[] with(byte[] block, int at, int value) {
    byte[] copy = block.clone();
    copy[at] = (byte) value;
    return copy;
  }

  static @Nullable Object last(List<?> list) {
    return list.isEmpty() ? null : list.get(list.size() - 1);
  }
}
