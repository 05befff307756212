// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.transport.two;

import dev.bbq.it.planted.transport.one.OneTransport;

/** A transport that sees another. */
public record SeesOtherTransport(OneTransport other) {}
