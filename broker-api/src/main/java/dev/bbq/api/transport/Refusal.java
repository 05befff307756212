// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.transport;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A client that a server has turned away before there was a connection.
 *
 * @param address where its packets come from; it has proven that it receives there (RFC 9000
 *     section 8.1)
 * @param identity the subject of the certificate that it showed (RFC 2253), which is a claim and
 *     untrusted text; empty when it showed none
 * @param reason why, in words for an operator's log; may hold untrusted text from the client
 */
public record Refusal(InetSocketAddress address, Optional<String> identity, String reason) {}
