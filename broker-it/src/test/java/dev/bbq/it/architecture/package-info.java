// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** The rules of the modules: who may see whom, each also held against a planted violation. */
@NullMarked
package dev.bbq.it.architecture;

import org.jspecify.annotations.NullMarked;
