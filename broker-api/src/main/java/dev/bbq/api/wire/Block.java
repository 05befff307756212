// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import dev.bbq.api.BrokerStatus;
import dev.bbq.api.ConnectionInfo;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.ExchangeType;
import dev.bbq.api.Topology.BindingInfo;
import dev.bbq.api.Topology.ExchangeInfo;
import dev.bbq.api.Topology.QueueInfo;
import java.util.List;

/**
 * A block of the control plane (docs/protocol.md, "Blocks"): everything but SEND and DELV, which
 * carry messages and are read in place by {@link SendLayout}.
 */
public sealed interface Block {

  /** What a client sends. */
  sealed interface Request extends Block {}

  /** What a broker sends. */
  sealed interface Response extends Block {}

  /** What lays out exchanges, queues and bindings. */
  sealed interface TopologyRequest extends Request {}

  /**
   * HELO: the client's first word on its control stream.
   *
   * @param minVersion the lowest protocol version it speaks, 1 or more
   * @param maxVersion the highest
   * @param product its name and version, for logs
   */
  record Hello(int minVersion, int maxVersion, String product) implements Request {}

  /**
   * WELC: the client is accepted.
   *
   * @param version the protocol version spoken from now on
   * @param product the broker's name and version
   * @param identity who the broker takes the client for (RFC 2253)
   * @param maxMessageBytes the largest message it takes
   * @param maxCreditMessages the largest credit it grants
   * @param idleTimeoutMs how long it stays connected without hearing anything
   */
  record Welcome(
      int version,
      String product,
      String identity,
      long maxMessageBytes,
      int maxCreditMessages,
      long idleTimeoutMs)
      implements Response {}

  /**
   * CHAL: the client is to prove that its certificate is its own.
   *
   * @param nonce random bytes of the broker's, {@value ProofContent#NONCE_BYTES} of them
   */
  record Challenge(Octets nonce) implements Response {}

  /**
   * PROV: the client's certificate and the proof that it is its own, see {@link ProofContent}.
   *
   * @param nonce random bytes of the client's, {@value ProofContent#NONCE_BYTES} of them
   * @param alpn the application protocol that TLS has negotiated
   * @param scheme how it has signed, see {@link SignatureScheme#number()}
   * @param chain its certificate first, then those that lead to its CA; X.509 in DER
   * @param signature over {@link ProofContent#of}
   */
  record Proof(Octets nonce, String alpn, int scheme, List<Octets> chain, Octets signature)
      implements Request {

    public Proof {
      chain = List.copyOf(chain);
    }

    /** Returns the same with a signature. */
    public Proof signed(Octets signature) {
      return new Proof(nonce, alpn, scheme, chain, signature);
    }
  }

  /** PING: a heartbeat with a number of the sender's choice. */
  record Ping(long token) implements Request {}

  /** PONG: the answer to a heartbeat, with its number. */
  record Pong(long token) implements Response {}

  /** GBYE: the broker will end the connection soon. */
  record Goodbye(ErrorCode code, String reason) implements Response {}

  /** BLCK: the broker keeps messages waiting, for this reason. */
  record Blocked(ErrorCode code, String reason) implements Response {}

  /** UNBL: messages wait no more. */
  record Unblocked() implements Response {}

  /** RECV: the first block of a consume stream. */
  record Receive(String queue, long creditMessages, long creditBytes) implements Request {}

  /** CRED: sets a consumer's credit; 0 messages pauses it. */
  record SetCredit(long messages, long bytes) implements Request {}

  /**
   * SETL: settles deliveries.
   *
   * @param outcome what has become of them
   * @param from the number of the first delivery; 0 for the first that is unsettled
   * @param to the number of the last, which must be unsettled
   */
  record Settle(Outcome outcome, long from, long to) implements Request {}

  /** DONE: all settlements of a consume stream are kept, and it ends. */
  record Done() implements Response {}

  /** XDEC. */
  record DeclareExchange(String name, ExchangeType type, boolean dropUnroutable)
      implements TopologyRequest {}

  /** XDEL. */
  record DeleteExchange(String name) implements TopologyRequest {}

  /**
   * QDEC.
   *
   * @param arguments the queue's options, see {@link QueueArguments}
   */
  record DeclareQueue(String name, Octets arguments) implements TopologyRequest {}

  /** QDEL. */
  record DeleteQueue(String name) implements TopologyRequest {}

  /** PURG. */
  record Purge(String queue) implements TopologyRequest {}

  /** BIND. */
  record Bind(String queue, String exchange, String routingKey) implements TopologyRequest {}

  /** UNBD. */
  record Unbind(String queue, String exchange, String routingKey) implements TopologyRequest {}

  /** LIST. */
  record ListAll(Kind kind) implements TopologyRequest {}

  /** ITEM: one row of a list. */
  sealed interface Item extends Response {}

  /** ITEM: an exchange. */
  record ExchangeItem(ExchangeInfo exchange) implements Item {}

  /** ITEM: a queue. */
  record QueueItem(QueueInfo queue) implements Item {}

  /** ITEM: a binding. */
  record BindingItem(BindingInfo binding) implements Item {}

  /** ITEM: a connection. */
  record ConnectionItem(ConnectionInfo connection) implements Item {}

  /** ITEM: the broker itself. */
  record BrokerItem(BrokerStatus broker) implements Item {}

  /**
   * OKAY: a request has succeeded.
   *
   * @param count how many messages or items it was about; 0 where that has no meaning
   */
  record Okay(long count) implements Response {}

  /** FAIL: a request was refused. */
  record Fail(ErrorCode code, String reason) implements Response {}

  /** What has become of a delivery. The order is the number on the wire, from 1. */
  enum Outcome {
    /** Done: leaves the queue. */
    ACK,
    /** Handed back, no failure. */
    REQUEUE,
    /** The attempt failed: back in its place, counted. */
    NACK,
    /** Can't be dealt with: leaves the queue. */
    REJECT
  }

  /** What can be listed. The order is the number on the wire, from 1. */
  enum Kind {
    /** Exchanges. */
    EXCHANGES,
    /** Queues. */
    QUEUES,
    /** Bindings. */
    BINDINGS,
    /** Connections. */
    CONNECTIONS,
    /** The broker itself: one item. */
    BROKER
  }
}
