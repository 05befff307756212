// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.config;

import java.nio.file.Path;

/**
 * A value as it was given.
 *
 * @param text the value
 * @param origin where it was given
 * @param folder from where relative paths in it are taken
 */
record Given(String text, Origin origin, Path folder) {}
