// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The compatibility kits: tests that every transport and every store must pass, ours or a
 * stranger's. A plugin's own tests extend a kit with a factory or two.
 *
 * <p>Open, as JUnit looks into it.
 */
@SuppressWarnings("NotJavadoc") // Error Prone knows no open modules
open module dev.bbq.tck {
  requires transitive dev.bbq.api;
  requires transitive dev.bbq.certs;
  requires static transitive org.jspecify;
  requires org.assertj.core;
  requires transitive org.junit.jupiter.api;
  requires org.junit.jupiter.params;

  exports dev.bbq.tck.store;
  exports dev.bbq.tck.transport;
}
