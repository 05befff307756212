// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

/** One kind of traffic between clients and a broker, from its creation on. */
interface Traffic {

  /** Publishes no more; returns when all that was published is answered or given up. */
  void stopPublishing();

  /** Tells whether all that is to come has come. */
  boolean isDrained();

  /** Ends the clients and enters what was not right as faults. */
  void close();

  /** Returns the figures of what was done. */
  @Override
  String toString();
}
