// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.INVALID_NAME;

import dev.bbq.api.wire.Names;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.SendLayout;
import dev.bbq.core.routing.Route;
import dev.bbq.core.routing.Topology;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last route of one connection, whatever the stream: most publishers send to one place for
 * long, and comparing a few bytes is cheaper than making texts of them.
 */
final class RouteCache {

  private static final byte[] NO_ADDRESS = new byte[0]; // equals none: each has two lengths
  private static final int MAX_ADDRESS_BYTES = 2 * (SendLayout.LENGTH_BYTES + Names.MAX_BYTES);

  private final Topology topology;
  private byte[] address = NO_ADDRESS;
  private long version = -1;
  private @Nullable Route route;

  RouteCache(Topology topology) {
    this.topology = topology;
  }

  /**
   * Returns where a message goes.
   *
   * @throws ProtocolException if exchange or routing key are no UTF-8
   */
  Route route(SendLayout layout) throws ProtocolException {
    byte[] payload = layout.payload();
    int from = layout.addressStart();
    int to = layout.addressEnd();
    long now =
        topology.version(); // read first: a change that comes while we look is seen next time
    Route known = route;
    if (known != null
        && version == now
        && Arrays.equals(address, 0, address.length, payload, from, to)) {
      return known;
    }
    Route found = lookUp(layout);
    address = to - from <= MAX_ADDRESS_BYTES ? Arrays.copyOfRange(payload, from, to) : NO_ADDRESS;
    version = now;
    route = found;
    return found;
  }

  private Route lookUp(SendLayout layout) throws ProtocolException {
    if (layout.exchangeLength() > Names.MAX_BYTES || layout.keyLength() > Names.MAX_BYTES) {
      return invalid("too long", layout); // before it becomes a text
    }
    byte[] payload = layout.payload();
    String exchange =
        Names.decode("exchange", payload, layout.exchangeStart(), layout.exchangeLength());
    String key = Names.decode("routing key", payload, layout.keyStart(), layout.keyLength());
    if (!Names.isRoutingKey(exchange) || !Names.isRoutingKey(key)) {
      return invalid("has control characters", layout);
    }
    return topology.route(exchange, key);
  }

  private static Route invalid(String problem, SendLayout layout) {
    return new Route.Refused(
        INVALID_NAME,
        "exchange or routing key %s: exchangeBytes=%d, routingKeyBytes=%d, limit=%d"
            .formatted(problem, layout.exchangeLength(), layout.keyLength(), Names.MAX_BYTES));
  }
}
