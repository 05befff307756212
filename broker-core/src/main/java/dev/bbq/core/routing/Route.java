// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import dev.bbq.api.ErrorCode;
import dev.bbq.core.queue.Queue;

/** Where a message goes. */
public sealed interface Route {

  /** Into these queues; at least one, each once. The array must not be changed. */
  @SuppressWarnings("ArrayRecordComponent") // made once per route, compared by identity
  record To(Queue[] queues) implements Route {}

  /** Nowhere, and its exchange counts that as dropped. */
  record Dropped(Exchange exchange) implements Route {}

  /** Nowhere, and the publisher is told why. */
  record Refused(ErrorCode code, String reason) implements Route {}
}
