// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import java.time.Duration;

/**
 * The bounds for what a client does on its streams.
 *
 * @param maxMessageBytes the largest message, 1 or more
 * @param maxCreditMessages the most unsettled deliveries of one consumer, 1 or more; a client that
 *     asks for more gets this
 * @param maxCreditBytes the most unsettled bytes of one consumer, 1 or more; a client that asks for
 *     more gets this
 * @param maxWaitingBytes the most that the messages of one connection may take while they wait for
 *     memory, 0 or more
 * @param idleTimeout how long a connection lives without a word from its client; told to clients
 */
public record StreamLimits(
    int maxMessageBytes,
    int maxCreditMessages,
    long maxCreditBytes,
    long maxWaitingBytes,
    Duration idleTimeout) {}
