// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.store.one;

import dev.bbq.it.planted.api.wire.Codec;

/** A store that sees the codec. */
public record SeesCodec(Codec codec) {}
