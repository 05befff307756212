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
import java.util.function.Consumer;

/** A stream of requests, pipelined and answered in order. Context only. */
final class RequestStream extends BlockStream {

  private final Consumer<List<Request>> lost;
  private final Queue<Request> unanswered = new ArrayDeque<>();
  private List<Block.Item> items = new ArrayList<>();

  /**
   * Creates it.
   *
   * @param lost takes the requests that have no answer when the connection was lost
   */
  RequestStream(ClientConnection connection, Consumer<List<Request>> lost) {
    super(connection, tag -> BlockCodec.MAX_TOTAL);
    this.lost = lost;
  }

  void ask(Request request) {
    unanswered.add(request);
    send(request.block());
  }

  @Override
  void answered(Block.Response block) throws ProtocolException {
    if (unanswered.isEmpty()) {
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
    unanswered.remove().answer().complete(answer);
  }

  @Override
  void ended(BbqException why, boolean withConnection) {
    List<Request> left = List.copyOf(unanswered);
    unanswered.clear();
    if (withConnection) {
      lost.accept(left);
    } else {
      left.forEach(request -> request.answer().completeExceptionally(why));
    }
  }
}
