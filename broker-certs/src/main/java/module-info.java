// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Makes the certificates that development and tests need: an authority, servers and clients.
 *
 * <p>Not for production: there the keys of the authority lie elsewhere.
 */
module dev.bbq.certs {
  requires static transitive org.jspecify;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;

  exports dev.bbq.certs;
}
