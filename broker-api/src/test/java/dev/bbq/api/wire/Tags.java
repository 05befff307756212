// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All tags there are. */
final class Tags {

  private Tags() {}

  /** Returns the constants of {@link Tag} by their names. */
  static Map<String, Integer> byName() {
    Map<String, Integer> tags = new TreeMap<>();
    for (Field field : Tag.class.getFields()) {
      if (field.getName().length() == Tag.BYTES && !field.getName().equals("BYTES")) {
        try {
          tags.put(field.getName(), field.getInt(null));
        } catch (IllegalAccessException e) {
          throw new AssertionError(e);
        }
      }
    }
    return tags;
  }

  /** Returns those that only a client sends. */
  static Set<Integer> fromClient() {
    return Set.of(
        Tag.SEND, Tag.HELO, Tag.PROV, Tag.PING, Tag.RECV, Tag.CRED, Tag.SETL, Tag.XDEC, Tag.XDEL,
        Tag.QDEC, Tag.QDEL, Tag.PURG, Tag.BIND, Tag.UNBD, Tag.LIST);
  }
}
