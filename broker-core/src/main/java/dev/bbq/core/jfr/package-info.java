// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** Events for the JDK's Flight Recorder. */
@NullMarked
package dev.bbq.core.jfr;

import org.jspecify.annotations.NullMarked;
