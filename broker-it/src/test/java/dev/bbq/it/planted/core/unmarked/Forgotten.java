// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.core.unmarked;

/** A class in a package that is not marked. */
public final class Forgotten {}
