// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.store.one;

import dev.bbq.it.planted.transport.one.OneTransport;

/** A store that sees a transport. */
public record SeesTransport(OneTransport transport) {}
