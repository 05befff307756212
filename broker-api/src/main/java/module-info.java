// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What users of the broker compile against: the client, the message types, and the SPIs of
 * transports and stores.
 *
 * @uses dev.bbq.api.transport.Transport the QUIC stack that client and broker speak through
 * @uses dev.bbq.api.store.StoreProvider what keeps the messages of the broker's queues
 */
@SuppressWarnings("module") // the qualified export names a module that is compiled after this one
module dev.bbq.api {
  requires static transitive org.jspecify;

  exports dev.bbq.api;
  exports dev.bbq.api.plugin;
  exports dev.bbq.api.store;
  exports dev.bbq.api.transport;
  exports dev.bbq.api.wire to
      dev.bbq.core;

  uses dev.bbq.api.store.StoreProvider;
  uses dev.bbq.api.transport.Transport;
}
