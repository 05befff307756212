// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

/**
 * What a broker says of itself and of us.
 *
 * @param product name and version of the broker, for people
 * @param protocolVersion the version of the wire protocol that both speak
 * @param identity who the broker takes this client for: the subject of its certificate (RFC 2253)
 * @param maxMessageBytes the largest message it takes, in bytes
 */
public record BrokerInfo(
    String product, int protocolVersion, String identity, long maxMessageBytes) {

  /** The one version of the wire protocol that this library speaks. */
  public static final int PROTOCOL_VERSION = 1;
}
