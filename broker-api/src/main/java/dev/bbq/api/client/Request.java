// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.wire.Block;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** A request and who waits for its answer. */
record Request(Block.TopologyRequest block, CompletableFuture<Answer> answer) {

  /** Says what a request wants, for messages. */
  static String describe(Block.TopologyRequest block) {
    return switch (block) {
      case Block.DeclareExchange declare -> "declare exchange " + declare.name();
      case Block.DeleteExchange delete -> "delete exchange " + delete.name();
      case Block.DeclareQueue declare -> "declare queue " + declare.name();
      case Block.DeleteQueue delete -> "delete queue " + delete.name();
      case Block.Purge purge -> "purge " + purge.queue();
      case Block.Bind bind -> "bind " + bind.queue() + " to " + bind.exchange();
      case Block.Unbind unbind -> "unbind " + unbind.queue() + " from " + unbind.exchange();
      case Block.ListAll list -> "list " + list.kind().name().toLowerCase(Locale.ROOT);
    };
  }
}
