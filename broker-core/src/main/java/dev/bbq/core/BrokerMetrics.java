// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import dev.bbq.api.BrokerStatus;
import dev.bbq.api.ConnectionInfo;
import dev.bbq.api.Topology.ExchangeInfo;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.core.connection.Overview;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What a broker holds and has done so far (docs/metrics.md), never to change again.
 *
 * @param broker the broker as a whole
 * @param exchanges its exchanges by name, without the default exchange
 * @param queues its queues by name
 * @param connections its connections by number
 */
public record BrokerMetrics(
    BrokerStatus broker,
    List<ExchangeInfo> exchanges,
    List<QueueInfo> queues,
    List<ConnectionInfo> connections) {

  public BrokerMetrics {
    exchanges = List.copyOf(exchanges);
    queues = List.copyOf(queues);
    connections = List.copyOf(connections);
  }

  static BrokerMetrics of(Overview overview) {
    return new BrokerMetrics(
        overview.broker(),
        all(overview.exchanges()),
        all(overview.queues()),
        all(overview.connections()));
  }

  private static <T> List<T> all(Iterator<T> rows) {
    List<T> list = new ArrayList<>();
    rows.forEachRemaining(list::add);
    return list;
  }
}
