// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.testkit;

import java.lang.reflect.Field;

/** Looks into objects, to see that nothing is left in them. */
public final class Fields {

  private Fields() {}

  /** Returns the value of a field of a field and so on. */
  public static Object of(Object object, String... path) {
    Object value = object;
    for (String name : path) {
      try {
        Field field = value.getClass().getDeclaredField(name);
        field.setAccessible(true);
        value = field.get(value);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
    return value;
  }
}
