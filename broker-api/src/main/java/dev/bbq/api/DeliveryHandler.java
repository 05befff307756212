// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

/** The receiver of a subscription's deliveries. */
@FunctionalInterface
public interface DeliveryHandler {

  /**
   * Handles a delivery; called on a virtual thread, one delivery at a time per subscription, and
   * may block.
   *
   * @throws Exception to have the delivery nacked as failed: the message goes back to its place in
   *     the queue
   */
  void handle(Delivery delivery) throws Exception;
}
