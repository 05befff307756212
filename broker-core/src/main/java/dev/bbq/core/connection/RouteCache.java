// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import dev.bbq.api.wire.Names;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.SendLayout;
import dev.bbq.core.routing.Route;
import dev.bbq.core.routing.Topology;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last route of one stream: most publishers send to one place for long, and comparing a few
 * bytes is cheaper than making texts of them.
 */
final class RouteCache {

  private final Topology topology;
  private byte[] address = new byte[0];
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
    String exchange =
        Names.decode("exchange", payload, layout.exchangeStart(), layout.exchangeLength());
    String key = Names.decode("routing key", payload, layout.keyStart(), layout.keyLength());
    Route found = topology.route(exchange, key);
    address = Arrays.copyOfRange(payload, from, to);
    version = now;
    route = found;
    return found;
  }
}
