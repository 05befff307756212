// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The blocks that take messages, in the order in which they were opened. Any thread. */
final class OpenBlocks {

  private final Set<Block> blocks = new LinkedHashSet<>();

  synchronized void add(Block block) {
    blocks.add(block);
  }

  synchronized void remove(Block block) {
    blocks.remove(block);
  }

  /** Takes the oldest out, if there is one. */
  synchronized @Nullable Block poll() {
    var oldest = blocks.iterator();
    if (!oldest.hasNext()) {
      return null;
    }
    Block block = oldest.next();
    oldest.remove();
    return block;
  }
}
