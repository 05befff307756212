// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tech.kwik.core.QuicConnection;

/** What {@link KwikTransport} does beyond the contract. */
final class KwikTransportTest {

  @Test
  void shouldSwitchOffKwiksAssertions() {
    assertThat(KwikTransport.class.desiredAssertionStatus()).isTrue(); // else this proves nothing
    assertThat(new KwikTransport().name()).isEqualTo("kwik");
    assertThat(QuicConnection.class.desiredAssertionStatus()).isFalse();
  }
}
