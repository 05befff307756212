// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The counters at the end of an ITEM: each a name and a value. One that is not there is 0, and one
 * that nobody asks for is passed over, so that brokers may add some.
 */
final class Counters {

  private final Map<String, Long> values = new HashMap<>();

  /** Reads all that is left of a block. */
  Counters(FieldReader in) throws ProtocolException {
    while (in.hasMore()) {
      values.put(in.text("counter"), in.u64("value"));
    }
  }

  long get(String name) {
    return values.getOrDefault(name, 0L);
  }

  /** Returns the counters whose names begin with a prefix, by the rest of their names. */
  SortedMap<String, Long> under(String prefix) {
    SortedMap<String, Long> found = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), value);
          }
        });
    return found;
  }
}
