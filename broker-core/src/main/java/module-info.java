// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The broker: connections, routing, queues and delivery, over whatever transport and store the
 * module path has.
 */
module dev.bbq.core {
  requires transitive dev.bbq.api;
  requires jdk.jfr;

  exports dev.bbq.core;
}
