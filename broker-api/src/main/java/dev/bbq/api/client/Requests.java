// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.wire.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a client. One whose answer was lost with the connection is asked again on the
 * next one, for all may be repeated; one that nobody waits for any more is dropped. Link's context,
 * but for {@link #ask(Block.TopologyRequest)}.
 */
final class Requests implements LinkResource {

  private final Link link;
  private final List<Request> waiting = new ArrayList<>();
  private @Nullable ClientConnection connection;
  private @Nullable RequestStream stream;
  private @Nullable BbqException failure;

  Requests(Link link) {
    this.link = link;
  }

  /** Asks the broker. Any thread. */
  CompletableFuture<Answer> ask(Block.TopologyRequest block) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    if (!link.execute(() -> ask(new Request(block, answer)))) {
      answer.completeExceptionally(Link.closedException(link.options()));
    }
    return answer;
  }

  private void ask(Request request) {
    if (failure != null) {
      request.answer().completeExceptionally(failure);
    } else if (connection == null || connection.isOver()) {
      waiting.removeIf(other -> other.answer().isDone()); // nobody waits for these any more
      waiting.add(request);
    } else if (!request.answer().isDone()) {
      stream(connection).ask(request);
    }
  }

  private void lost(List<Request> unanswered) {
    BbqException why = failure;
    if (why == null) {
      waiting.addAll(unanswered);
    } else {
      unanswered.forEach(request -> request.answer().completeExceptionally(why));
    }
  }

  private RequestStream stream(ClientConnection on) {
    RequestStream open = stream;
    if (open == null || open.isOver()) {
      open = new RequestStream(on, this::lost);
      stream = open;
      on.open(open);
    }
    return open;
  }

  @Override
  public void attach(ClientConnection to) {
    connection = to;
    List<Request> due = List.copyOf(waiting);
    waiting.clear();
    due.forEach(this::ask);
  }

  @Override
  public void leave() {
    connection = null;
    if (stream != null) {
      stream.finishOutput();
    }
  }

  @Override
  public void detach() {
    connection = null;
    stream = null;
  }

  @Override
  public void giveUp(BbqException why) {
    failure = why;
    connection = null;
    waiting.forEach(request -> request.answer().completeExceptionally(why));
    waiting.clear();
  }
}
