// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicTokenHandler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import javax.crypto.Mac;

/**
 * The proof that a client can receive at the address it sends from (RFC 9000 section 8.1.2): every
 * new connection is answered with a Retry packet, and only who returns its token costs the server
 * more than that.
 *
 * <p>A token is the time, an HMAC over time, address, port and the connection id that the client
 * chose first, and that id. It belongs to one thread.
 */
final class RetryTokens implements QuicTokenHandler {

  private static final long LIFETIME_NS = 10_000_000_000L;
  private static final int TIME_BYTES = Long.BYTES;
  private static final int TAG_BYTES = 32;
  private static final int PREFIX_BYTES = TIME_BYTES + TAG_BYTES;

  private final Mac mac;
  private final LongSupplier clockNs;
  private final Predicate<InetSocketAddress> welcome;

  /**
   * Creates a handler.
   *
   * @param key shared by all threads of a server, known to nobody else
   * @param welcome whether a new connection of a client whose address is proven is welcome now;
   *     packets of those that are not are dropped
   */
  RetryTokens(byte[] key, LongSupplier clockNs, Predicate<InetSocketAddress> welcome) {
    mac = Hmacs.sha256(key);
    this.clockNs = clockNs;
    this.welcome = welcome;
  }

  @Override
  public boolean writeToken(ByteBuf out, ByteBuf dcid, InetSocketAddress address) {
    byte[] id = bytes(dcid, dcid.readerIndex(), dcid.readableBytes());
    long timeNs = clockNs.getAsLong();
    out.writeLong(timeNs).writeBytes(tag(timeNs, address, id)).writeBytes(id);
    return true;
  }

  @Override
  public int validateToken(ByteBuf token, InetSocketAddress address) {
    int idBytes = token.readableBytes() - PREFIX_BYTES;
    if (idBytes < 0 || idBytes > Quic.MAX_CONN_ID_LEN) {
      return -1;
    }
    int start = token.readerIndex();
    long timeNs = token.getLong(start);
    long ageNs = clockNs.getAsLong() - timeNs;
    byte[] claimed = bytes(token, start + TIME_BYTES, TAG_BYTES);
    byte[] id = bytes(token, start + PREFIX_BYTES, idBytes);
    boolean genuine = MessageDigest.isEqual(tag(timeNs, address, id), claimed);
    boolean proven = genuine && ageNs >= 0 && ageNs <= LIFETIME_NS;
    return proven && welcome.test(address) ? PREFIX_BYTES : -1;
  }

  @Override
  public int maxTokenLength() {
    return PREFIX_BYTES + Quic.MAX_CONN_ID_LEN;
  }

  private byte[] tag(long timeNs, InetSocketAddress address, byte[] id) {
    byte[] host = address.getAddress().getAddress();
    // The lengths keep the end of one field from passing as the start of the next.
    var input = ByteBuffer.allocate(TIME_BYTES + 4 + host.length + id.length);
    input.putLong(timeNs).put((byte) host.length).put(host).putShort((short) address.getPort());
    input.put((byte) id.length).put(id);
    return mac.doFinal(input.array());
  }

  private static byte[] bytes(ByteBuf from, int index, int count) {
    byte[] copy = new byte[count];
    from.getBytes(index, copy);
    return copy;
  }
}
