// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.store;

/**
 * A message in its place in a queue.
 *
 * @param sequence its number in the queue, 0 or more
 * @param failures how many deliveries of it have failed
 * @param message the message
 */
public record StoredRecord(long sequence, int failures, StoredMessage message) {}
