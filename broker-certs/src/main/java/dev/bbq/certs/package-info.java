// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

/** A small certificate authority, in memory or in a folder of PEM files. */
@NullMarked
package dev.bbq.certs;

import org.jspecify.annotations.NullMarked;
