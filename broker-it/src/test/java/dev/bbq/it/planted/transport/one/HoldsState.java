// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.transport.one;

/** A transport that all brokers of a JVM share. */
public final class HoldsState {

  static int connections;

  private HoldsState() {}
}
