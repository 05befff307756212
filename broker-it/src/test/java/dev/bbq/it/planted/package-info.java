// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A tree of classes in the shape of the product, each breaking a rule of its architecture, so that
 * the rules can be seen to fail.
 */
@NullMarked
package dev.bbq.it.planted;

import org.jspecify.annotations.NullMarked;
