// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

/**
 * The four-byte tags that open a block (docs/protocol.md, "Blocks"), as big-endian integers of
 * their ASCII.
 */
public final class Tag {

  /** Publish. */
  public static final int SEND = of("SEND");

  /** Hello of a client. */
  public static final int HELO = of("HELO");

  /** The broker's answer to a hello. */
  public static final int WELC = of("WELC");

  /** Prove your certificate. */
  public static final int CHAL = of("CHAL");

  /** The proof of a certificate. */
  public static final int PROV = of("PROV");

  /** Heartbeat. */
  public static final int PING = of("PING");

  /** Answer to a heartbeat. */
  public static final int PONG = of("PONG");

  /** The broker is about to go. */
  public static final int GBYE = of("GBYE");

  /** Publishers have to wait. */
  public static final int BLCK = of("BLCK");

  /** Publishers may go on. */
  public static final int UNBL = of("UNBL");

  /** Consume a queue. */
  public static final int RECV = of("RECV");

  /** Set a consumer's credit. */
  public static final int CRED = of("CRED");

  /** A delivery. */
  public static final int DELV = of("DELV");

  /** Settle deliveries. */
  public static final int SETL = of("SETL");

  /** All settlements are done; the consumer has ended. */
  public static final int DONE = of("DONE");

  /** Declare an exchange. */
  public static final int XDEC = of("XDEC");

  /** Delete an exchange. */
  public static final int XDEL = of("XDEL");

  /** Declare a queue. */
  public static final int QDEC = of("QDEC");

  /** Delete a queue. */
  public static final int QDEL = of("QDEL");

  /** Purge a queue. */
  public static final int PURG = of("PURG");

  /** Bind. */
  public static final int BIND = of("BIND");

  /** Unbind. */
  public static final int UNBD = of("UNBD");

  /** List exchanges, queues or bindings. */
  public static final int LIST = of("LIST");

  /** One row of a list. */
  public static final int ITEM = of("ITEM");

  /** A request has succeeded. */
  public static final int OKAY = of("OKAY");

  /** A request was refused, or the stream has failed. */
  public static final int FAIL = of("FAIL");

  /** Bytes of a tag. */
  public static final int BYTES = 4;

  private Tag() {}

  private static int of(String ascii) {
    return ascii.charAt(0) << 24 | ascii.charAt(1) << 16 | ascii.charAt(2) << 8 | ascii.charAt(3);
  }

  /** Returns a tag for people: its four characters, what is no printable ASCII as {@code \xHH}. */
  public static String text(int tag) {
    StringBuilder text = new StringBuilder();
    for (int shift = 24; shift >= 0; shift -= 8) {
      int c = tag >>> shift & 0xff;
      text.append(c > 0x20 && c < 0x7f ? Character.toString(c) : "\\x%02x".formatted(c));
    }
    return text.toString();
  }
}
