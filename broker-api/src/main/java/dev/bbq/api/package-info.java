// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The client: publish messages, subscribe to queues, and lay out exchanges, queues and bindings.
 */
@NullMarked
package dev.bbq.api;

import org.jspecify.annotations.NullMarked;
