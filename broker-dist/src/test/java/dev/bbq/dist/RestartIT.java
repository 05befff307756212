// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.dist;

/** A restart under load with as many messages as each build can afford. */
final class RestartIT extends RestartUnderLoad {

  RestartIT() {
    super(50_000);
  }
}
