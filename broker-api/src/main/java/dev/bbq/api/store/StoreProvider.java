// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.store;

/**
 * A kind of {@link QueueStore}, found by {@link java.util.ServiceLoader} and chosen by its {@link
 * #name()}. A provider has a public no-argument constructor that does no work.
 */
public interface StoreProvider {

  /**
   * Returns the name users choose this store by: 1–32 characters out of {@code a-z}, {@code 0-9}
   * and {@code -}, starting with a letter.
   */
  String name();

  /** Returns what the stores of this provider can do. */
  StoreCapabilities capabilities();

  /**
   * Opens a store.
   *
   * @throws StoreException if the store can't be opened, or finds what it kept damaged
   */
  QueueStore open(StoreContext context) throws StoreException;
}
