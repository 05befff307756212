// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

/** What users download, unpacked and run as they would; the files that it is made of. */
@NullMarked
package dev.bbq.dist;

import org.jspecify.annotations.NullMarked;
