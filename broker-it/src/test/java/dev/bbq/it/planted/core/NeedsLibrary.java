// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.core;

import org.assertj.core.api.Assertions;

/** A broker that needs more than the API. */
public final class NeedsLibrary extends Assertions {}
