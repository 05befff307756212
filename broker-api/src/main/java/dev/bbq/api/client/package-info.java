// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The client behind the interfaces of {@code dev.bbq.api}: connections, publish and consume
 * streams, requests.
 */
@NullMarked
package dev.bbq.api.client;

import org.jspecify.annotations.NullMarked;
