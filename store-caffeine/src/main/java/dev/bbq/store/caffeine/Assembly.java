// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import dev.bbq.api.store.StoreQueue;
import java.util.List;

/** What came of filling a page. */
sealed interface Assembly {

  /** All was there. */
  record Done(StoreQueue.Page page) implements Assembly {}

  /** These blocks have to be read back first. */
  record Missing(List<Block> blocks) implements Assembly {}

  /** It can't be. */
  record Failed(String reason) implements Assembly {}
}
