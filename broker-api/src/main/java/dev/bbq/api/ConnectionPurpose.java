// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

/** What a connection is for: a client has up to one of each. */
public enum ConnectionPurpose {
  /** Publishers and {@link Topology} calls; made by {@link BbqClient#connect}. */
  PUBLISHING,
  /** Subscriptions and receivers; made for the first of them. */
  CONSUMING
}
