// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.store;

import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What a store is given when it opens.
 *
 * @param dataDirectory a folder for this store alone; it may not exist yet, and a store that writes
 *     no files doesn't make it
 * @param clock the time, where a store needs one
 */
public record StoreContext(Path dataDirectory, InstantSource clock) {}
