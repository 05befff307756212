// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.store.one;

import java.util.logging.Logger;

/** A store that takes the choice of a logger from the application. */
public record LogsElsewhere(Logger logger) {}
