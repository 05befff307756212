// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.transport.one;

import dev.bbq.it.planted.api.client.Client;

/** A transport that sees the client. */
public record SeesClient(Client client) {}
