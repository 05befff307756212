// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** Tests with a broker and consumers in processes of their own, which are killed and stopped. */
@NullMarked
package dev.bbq.it.process;

import org.jspecify.annotations.NullMarked;
