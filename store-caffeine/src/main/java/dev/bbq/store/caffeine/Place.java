// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

/**
 * Where a block lies in a file that stays until it is {@linkplain Segment#release released}.
 *
 * @param segment the file
 * @param position where in it
 * @param length how many bytes
 * @param id the number of the block
 */
record Place(Segment segment, int position, int length, long id) {}
