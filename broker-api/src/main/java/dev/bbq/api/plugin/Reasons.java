// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

/** What went wrong, in a line. */
final class Reasons {

  private Reasons() {}

  /** Returns what a failure and the first cause of it say. */
  static String of(Throwable failure) {
    return failure.getCause() == null ? said(failure) : said(failure) + ": " + root(failure);
  }

  /** Returns what the first cause of a failure says. */
  static String ofRoot(Throwable failure) {
    return said(root(failure));
  }

  private static Throwable root(Throwable failure) {
    return failure.getCause() == null ? failure : root(failure.getCause());
  }

  private static String said(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
