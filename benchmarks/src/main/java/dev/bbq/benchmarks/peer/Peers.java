// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** All that can be compared. */
public final class Peers {

  private Peers() {}

  /**
   * Returns them in the order of the tables.
   *
   * @param bbq the folder of BBQ's distribution
   * @param artemis the folder of Artemis' distribution
   * @param rabbitmq the {@code rabbitmq-server} to use instead of the installed one
   * @param nats the {@code nats-server} to use instead of the installed one
   */
  public static List<Peer> all(
      Path bbq, Path artemis, Optional<Path> rabbitmq, Optional<Path> nats) {
    BbqPeer netty = new BbqPeer("netty-quic", bbq);
    return List.of(
        new RawPeer("raw-netty-quic", "netty-quic", "netty-quic"),
        netty,
        new RawPeer("raw-netty-quic<-kwik", "netty-quic", "kwik"),
        new ForeignPeer(netty, "kwik"),
        new RawPeer("raw-kwik", "kwik", "kwik"),
        new BbqPeer("kwik", bbq),
        new RabbitPeer(false, rabbitmq),
        new RabbitPeer(true, rabbitmq),
        new NatsPeer(false, nats),
        new NatsPeer(true, nats),
        new ArtemisPeer(false, artemis),
        new ArtemisPeer(true, artemis));
  }
}
