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
 * @param maxHeapBytes how much of the heap its messages may take before publishers have to wait; a
 *     store that can keep them elsewhere stays below as long as there is room; 1 or more
 * @param maxDiskBytes how much its files may take together; 1 or more
 */
public record StoreContext(
    Path dataDirectory, InstantSource clock, long maxHeapBytes, long maxDiskBytes) {}
