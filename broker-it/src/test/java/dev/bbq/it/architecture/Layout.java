// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.architecture;

import java.util.stream.Stream;

/**
 * Where the parts of the product lie under a root package, so that a rule for the product can be
 * held against a planted tree of the same shape.
 *
 * @param root the package above all others
 */
record Layout(String root) {

  static final Layout PRODUCT = new Layout("dev.bbq");
  static final Layout PLANTED = new Layout("dev.bbq.it.planted");

  /** Returns a pattern for a package and all below it. */
  String part(String name) {
    return name(name) + "..";
  }

  /** Returns patterns for packages and all below them. */
  String[] parts(String... names) {
    return Stream.of(names).map(this::part).toArray(String[]::new);
  }

  /** Returns the full name of a class or package. */
  String name(String name) {
    return root + "." + name;
  }
}
