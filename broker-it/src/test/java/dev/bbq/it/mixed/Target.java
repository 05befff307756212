// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.it.support.Pair;
import dev.bbq.it.support.RawClient;
import java.time.Duration;

/**
 * A broker as the clients of one transport see it.
 *
 * @param pair the transports of both
 * @param port where it listens
 * @param tls the clients' certificate
 * @param duration how long there is traffic
 * @param faults where to put what should not happen
 */
record Target(Pair pair, int port, TlsConfig tls, Duration duration, Faults faults) {

  /** Returns the options of a client. */
  ClientOptions.Builder options() {
    return ClientOptions.builder()
        .server("127.0.0.1", port)
        .transport(pair.client())
        .tls(tls)
        .requestTimeout(Duration.ofSeconds(30));
  }

  /** Connects a client that is to stay. */
  BbqClient connect() {
    return BbqClient.connect(options().build());
  }

  /** Connects a raw client, has it welcomed, and declares a queue. */
  RawClient connectRaw(String queue) throws TransportException {
    RawClient client =
        RawClient.tryConnect(pair.client(), port, tls, TransportLimits.DEFAULT.withMaxStreams(1));
    try {
      client.greet(tls);
      client.declareQueue(queue);
      return client;
    } catch (AssertionError e) {
      client.close();
      throw e;
    }
  }

  /** Returns the name that a queue of this pair has. */
  String queue(String name) {
    return name + "-" + pair.client();
  }

  /** Returns the ledger of messages that come at this rate. */
  Ledger ledger(String name, int perSecond) {
    return new Ledger(
        "%s: %s".formatted(pair, name),
        (int) (2L * perSecond * (duration.toSeconds() + 60)),
        faults);
  }
}
