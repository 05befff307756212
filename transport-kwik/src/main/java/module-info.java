// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A transport plugin: QUIC by kwik, which is pure Java and runs wherever a JVM runs; its name is
 * {@code kwik}.
 *
 * @provides dev.bbq.api.transport.Transport the transport named {@code kwik}
 */
module dev.bbq.transport.kwik {
  requires dev.bbq.api;
  requires static org.jspecify;
  requires tech.kwik.core;

  provides dev.bbq.api.transport.Transport with
      dev.bbq.transport.kwik.KwikTransport;
}
