// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

/**
 * A binding: what reaches {@code exchange} with a key that {@code routingKey} matches goes to
 * {@code queue}.
 */
public record Binding(String exchange, String queue, String routingKey) {}
