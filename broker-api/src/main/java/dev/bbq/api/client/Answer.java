// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.wire.Block;
import java.util.List;

/**
 * What a broker answers to a request.
 *
 * @param items the rows of a list
 * @param end {@link Block.Okay} or {@link Block.Fail}
 */
record Answer(List<Block.Item> items, Block.Response end) {}
