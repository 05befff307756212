// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Settings out of flags, the environment and a YAML file: keys, their types and defaults, who wins,
 * and errors that name the line.
 */
@NullMarked
package dev.bbq.cli.config;

import org.jspecify.annotations.NullMarked;
