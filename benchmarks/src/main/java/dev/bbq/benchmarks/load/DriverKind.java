// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

/** Which client a client process uses. */
public enum DriverKind {
  RABBITMQ {
    @Override
    Load load(Endpoint endpoint, IdleMemory memory) {
      return new MessageLoad(() -> new RabbitClient(endpoint), memory);
    }
  },
  NATS {
    @Override
    Load load(Endpoint endpoint, IdleMemory memory) {
      return new MessageLoad(() -> new NatsClient(endpoint), memory);
    }
  },
  ARTEMIS {
    @Override
    Load load(Endpoint endpoint, IdleMemory memory) {
      return new MessageLoad(() -> new ArtemisClient(endpoint), memory);
    }
  },
  BBQ {
    @Override
    Load load(Endpoint endpoint, IdleMemory memory) {
      return new MessageLoad(() -> new BbqMessageClient(endpoint), memory);
    }
  },
  /** The bare transport. */
  RAW {
    @Override
    Load load(Endpoint endpoint, IdleMemory memory) throws Exception {
      return new RawLoad(endpoint);
    }
  },
  /** The bare transport, at a broker: a client that is not ours. */
  RAW_AT_BROKER {
    @Override
    Load load(Endpoint endpoint, IdleMemory memory) throws Exception {
      return new RawAtBroker(endpoint);
    }
  };

  abstract Load load(Endpoint endpoint, IdleMemory memory) throws Exception;
}
