// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/** A slice for each plugin: the package below {@code transport} or {@code store}. */
record Plugins(Layout layout) implements SliceAssignment {

  @Override
  public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
    for (String kind : new String[] {"transport", "store"}) {
      String prefix = layout.name(kind) + ".";
      String name = javaClass.getPackageName() + ".";
      if (name.startsWith(prefix)) {
        return SliceIdentifier.of(kind, name.substring(prefix.length()).split("\\.", 2)[0]);
      }
    }
    return SliceIdentifier.ignore();
  }

  @Override
  public String getDescription() {
    return "plugins";
  }
}
