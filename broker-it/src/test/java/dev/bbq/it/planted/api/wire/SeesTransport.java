// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.api.wire;

import dev.bbq.it.planted.transport.one.OneTransport;

/** A codec that sees a transport's implementation. */
public record SeesTransport(OneTransport transport) {}
