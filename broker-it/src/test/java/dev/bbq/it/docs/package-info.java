// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** What holds for the documents. */
@NullMarked
package dev.bbq.it.docs;

import org.jspecify.annotations.NullMarked;
