// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 (RFC 2104), which every Java platform has. */
final class Hmacs {

  static final int KEY_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private Hmacs() {}

  /** Creates a MAC for use by one thread. */
  static Mac sha256(byte[] key) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("algorithm missing: name=" + ALGORITHM, e);
    }
  }
}
