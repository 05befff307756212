// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** What every transport must prove, free of any transport's types. */
@NullMarked
package dev.bbq.tck.transport;

import org.jspecify.annotations.NullMarked;
