// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportCapability;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ground of all transport contracts, which know nothing but the SPI. */
@ExtendWith(SentenceExtension.class)
abstract class TransportContract {

  /** Returns a new instance of the transport under test. */
  protected abstract Transport transport();

  /** Says whether the transport under test has a capability. */
  final boolean has(TransportCapability capability) {
    return transport().capabilities().contains(capability);
  }
}
