// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** What the tests of this module share: a store to be held back and failed, and random trials. */
@NullMarked
package dev.bbq.core.testkit;

import org.jspecify.annotations.NullMarked;
