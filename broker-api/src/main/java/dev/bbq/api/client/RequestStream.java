// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.BlockCodec;
import dev.bbq.api.wire.ProtocolException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** A stream of requests, pipelined and answered in order. Context only. */
final class RequestStream extends BlockStream {

  private final Queue<CompletableFuture<Answer>> unanswered = new ArrayDeque<>();
  private List<Block.Item> items = new ArrayList<>();

  RequestStream(ClientConnection connection) {
    super(connection, tag -> BlockCodec.MAX_TOTAL);
  }

  void ask(Block.TopologyRequest request, CompletableFuture<Answer> answer) {
    unanswered.add(answer);
    send(request);
  }

  @Override
  void answered(Block.Response block) throws ProtocolException {
    CompletableFuture<Answer> first = unanswered.peek();
    if (first == null) {
      throw new ProtocolException(
          ErrorCode.UNEXPECTED_TAG, "answer without a request: block=" + block);
    }
    switch (block) {
      case Block.Item item -> items.add(item);
      case Block.Okay okay -> complete(okay);
      case Block.Fail fail -> complete(fail);
      default ->
          throw new ProtocolException(
              ErrorCode.UNEXPECTED_TAG, "unexpected on a request stream: block=" + block);
    }
  }

  private void complete(Block.Response end) {
    Answer answer = new Answer(items, end);
    items = new ArrayList<>();
    unanswered.remove().complete(answer);
  }

  @Override
  void ended(BbqException why) {
    unanswered.forEach(answer -> answer.completeExceptionally(why));
    unanswered.clear();
  }
}
