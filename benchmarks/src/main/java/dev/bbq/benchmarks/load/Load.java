// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

/** What a client process does for its tasks. */
interface Load extends AutoCloseable {

  /** Does the work and returns its figures. */
  Figures perform(Task task) throws Exception;

  @Override
  void close() throws Exception;
}
