// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import io.netty.handler.codec.quic.QuicResetTokenGenerator;
import java.nio.ByteBuffer;
import javax.crypto.Mac;

/**
 * The tokens that would let us end a connection we have no state of (RFC 9000 section 10.3), under
 * a key of our own. One thread's.
 */
final class ResetTokens implements QuicResetTokenGenerator {

  private static final int TOKEN_BYTES = 16;

  private final Mac mac;

  ResetTokens(byte[] key) {
    mac = Hmacs.sha256(key);
  }

  @Override
  public ByteBuffer newResetToken(ByteBuffer cid) {
    mac.update(cid);
    return ByteBuffer.wrap(mac.doFinal(), 0, TOKEN_BYTES);
  }
}
