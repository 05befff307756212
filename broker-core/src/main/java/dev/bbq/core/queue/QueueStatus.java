// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

/**
 * What a queue looks like at one moment.
 *
 * @param name its name
 * @param ready how many messages wait for delivery
 * @param unacked how many are on lease
 * @param consumers how many consumers it has
 */
public record QueueStatus(String name, long ready, long unacked, int consumers) {}
