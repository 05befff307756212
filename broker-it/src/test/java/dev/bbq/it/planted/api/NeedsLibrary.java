// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.api;

import org.assertj.core.api.Assertions;

/** An API that needs more than the JDK. */
public final class NeedsLibrary extends Assertions {}
