// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/** What the tests of the whole system share: a broker, certificates, and clients that misbehave. */
@NullMarked
package dev.bbq.it.support;

import org.jspecify.annotations.NullMarked;
