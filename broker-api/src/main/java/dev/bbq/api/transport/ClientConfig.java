// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.transport;

/**
 * What a transport needs to connect.
 *
 * @param tls the client's certificate and the CAs of its servers
 * @param limits the bounds for each peer; {@code maxConnections} has no meaning here
 */
public record ClientConfig(TlsConfig tls, TransportLimits limits) {}
