// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.wire;

import dev.bbq.core.BrokerLimits;
import dev.bbq.it.support.BrokerFixture;
import dev.bbq.it.support.RawClient;
import dev.bbq.it.support.RawReply;
import dev.bbq.it.support.RawStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/**
 * A broker and a peer that does it harm. After each test the same connection and another one must
 * be served as if nothing had happened.
 */
@Tag("matrix")
abstract class HostilePeerTest {

  static final String QUEUE = "orders";

  private final BrokerLimits limits;
  BrokerFixture broker;
  RawClient client;

  HostilePeerTest() {
    this(BrokerLimits.DEFAULT);
  }

  HostilePeerTest(BrokerLimits limits) {
    this.limits = limits;
  }

  @BeforeEach
  final void connect() {
    broker = BrokerFixture.start(limits);
    client = broker.rawClient();
    client.declareQueue(QUEUE);
  }

  @AfterEach
  final void shouldServeEveryoneOn() {
    try (BrokerFixture closing = broker) {
      closing.assertServes(client);
    }
  }

  /** Returns how many messages the queue has that wait for delivery. */
  final long ready() {
    return client.queue(QUEUE).ready();
  }

  static void assertConfirmed(RawStream stream) {
    RawReply reply = stream.takeReply();
    if (!reply.equals(RawReply.CONFIRMED)) {
      throw new AssertionError("not confirmed: " + reply);
    }
  }
}
