// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import dev.bbq.api.plugin.Plugins;
import dev.bbq.api.transport.TlsConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/** What a broker is made of, as {@link Broker.Builder} has gathered it. */
record BrokerConfig(
    InetSocketAddress listen,
    TlsConfig tls,
    Optional<String> transport,
    Optional<String> store,
    Plugins plugins,
    Path dataDirectory,
    BrokerLimits limits,
    int ioThreads,
    Declarations declarations) {}
