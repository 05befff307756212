// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.wire.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Declares a topology again on a new connection, all requests at once. Context only. */
final class Redeclaration {

  private Redeclaration() {}

  /**
   * Runs it.
   *
   * @param done takes what the broker has refused, in the connection's context; not called when the
   *     connection or the stream is lost
   */
  static void run(
      ClientConnection connection,
      List<Block.TopologyRequest> requests,
      Consumer<List<String>> done) {
    // What is lost with the connection is asked again on the next one.
    RequestStream stream = new RequestStream(connection, lost -> {});
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (Block.TopologyRequest request : requests) {
      CompletableFuture<Answer> answer = new CompletableFuture<>();
      answers.add(answer);
      stream.ask(new Request(request, answer));
    }
    answers
        .get(answers.size() - 1) // the others were answered before
        .whenComplete(
            (last, failure) -> {
              if (failure == null) {
                stream.finishOutput();
                done.accept(problems(requests, answers));
              } else if (failure instanceof BbqException why) {
                connection.fail(why);
              }
            });
    connection.open(stream);
  }

  private static List<String> problems(
      List<Block.TopologyRequest> requests, List<CompletableFuture<Answer>> answers) {
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      if (answers.get(i).join().end() instanceof Block.Fail fail) {
        problems.add(
            "%s: code=%s, reason=%s"
                .formatted(Request.describe(requests.get(i)), fail.code(), fail.reason()));
      }
    }
    return problems;
  }
}
