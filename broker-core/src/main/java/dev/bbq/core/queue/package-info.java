// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** Queues: the order of messages, who has which of them on lease, and who is next. */
@NullMarked
package dev.bbq.core.queue;

import org.jspecify.annotations.NullMarked;
