// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

package dev.bbq.certs;

import org.bouncycastle.asn1.x509.KeyPurposeId;

/** A use that a certificate allows its key: an extended key usage, RFC 5280 section 4.2.1.12. */
public enum Purpose {
  /** The key proves who a TLS server is. */
  SERVER_AUTH,

  /** The key proves who a TLS client is. */
  CLIENT_AUTH;

  KeyPurposeId id() {
    return switch (this) {
      case SERVER_AUTH -> KeyPurposeId.id_kp_serverAuth;
      case CLIENT_AUTH -> KeyPurposeId.id_kp_clientAuth;
    };
  }
}
