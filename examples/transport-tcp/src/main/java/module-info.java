// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

/** A transport for BBQ over TCP, with the TLS of the JDK. */
module org.example.tcp {
  requires dev.bbq.api;

  provides dev.bbq.api.transport.Transport with
      org.example.tcp.TcpTransport;
}
