// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import dev.bbq.api.transport.Transport;
import dev.bbq.tck.transport.TransportCompatibilityKit;

/** {@link TransportCompatibilityKit} for {@code kwik}. */
final class KwikCompatibilityTest extends TransportCompatibilityKit {

  @Override
  protected Transport transport() {
    return new KwikTransport();
  }
}
