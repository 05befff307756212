// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.wire.Block.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A consumer that takes and settles when the test says. */
final class TestConsumer implements Consumer.Listener {

  private final Queue queue;
  private @Nullable Consumer consumer;
  private final Settlements settlements = new Settlements();
  final Semaphore wakes = new Semaphore(0);
  volatile boolean queueDeleted;

  /**
   * A delivery.
   *
   * @param number its number at this consumer
   * @param body the message as text
   * @param redeliveries how often it was sent before
   * @param failures how many deliveries of it have failed
   * @param sequence its place in the queue
   */
  record Taken(long number, String body, int redeliveries, int failures, long sequence) {}

  private TestConsumer(Queue queue) {
    this.queue = queue;
  }

  static TestConsumer subscribe(Queue queue) {
    TestConsumer test = new TestConsumer(queue);
    test.consumer = queue.subscribe(test);
    return test;
  }

  boolean isAccepted() {
    return consumer != null;
  }

  private Consumer consumer() {
    if (consumer == null) {
      throw new AssertionError("not subscribed");
    }
    return consumer;
  }

  void credit(int messages, long bytes) {
    queue.credit(consumer(), messages, bytes);
  }

  void credit(int messages) {
    credit(messages, QueueFixture.NO_BYTE_LIMIT);
  }

  /** Takes all that wait. */
  List<Taken> take() {
    List<Taken> all = new ArrayList<>();
    List<Taken> some;
    do {
      some = take(Integer.MAX_VALUE, Long.MAX_VALUE);
      all.addAll(some);
    } while (!some.isEmpty()); // as a consumer does that wants to be called again
    return all;
  }

  List<Taken> take(int maxMessages, long maxBytes) {
    List<Lease> leases = new ArrayList<>();
    long number = consumer().take(leases, maxMessages, maxBytes);
    List<Taken> taken = new ArrayList<>();
    for (Lease lease : leases) {
      taken.add(
          new Taken(
              number++,
              QueueFixture.body(lease.record()),
              lease.redeliveries(),
              lease.record().failures(),
              lease.sequence()));
    }
    return taken;
  }

  /** Takes all that wait, as bodies. */
  List<String> takeBodies() {
    return take().stream().map(Taken::body).toList();
  }

  /** Takes all that wait, as bodies, each with how often it was sent before: "a+1". */
  List<String> takeMarked() {
    return take().stream().map(taken -> taken.body() + "+" + taken.redeliveries()).toList();
  }

  boolean ack(long number) {
    return settle(Outcome.ACK, number, number);
  }

  boolean ackUpTo(long number) {
    return settle(Outcome.ACK, 0, number);
  }

  boolean nack(long number) {
    return settle(Outcome.NACK, number, number);
  }

  boolean requeue(long number) {
    return settle(Outcome.REQUEUE, number, number);
  }

  boolean reject(long number) {
    return settle(Outcome.REJECT, number, number);
  }

  /** Settles and tells the store. */
  boolean settle(Outcome outcome, long from, long to) {
    boolean known = gather(outcome, from, to);
    var unused = store();
    return known;
  }

  /** Settles without telling the store. */
  boolean gather(Outcome outcome, long from, long to) {
    return queue.settle(consumer(), outcome, from, to, settlements);
  }

  CompletableFuture<?> store() {
    return queue.store(settlements).toCompletableFuture();
  }

  /** Ends in good order. */
  void leave() {
    queue.unsubscribe(consumer(), false);
  }

  /** Ends without a word. */
  void vanish() {
    queue.unsubscribe(consumer(), true);
  }

  /** Takes all that wait and acks them, again and again, until nothing waits. */
  List<String> drain() {
    List<String> bodies = new ArrayList<>();
    for (List<Taken> taken = take(); !taken.isEmpty(); taken = take()) {
      taken.forEach(one -> bodies.add(one.body()));
      ackUpTo(taken.get(taken.size() - 1).number());
    }
    return bodies;
  }

  @Override
  public void onReady() {
    wakes.release();
  }

  @Override
  public void onQueueDeleted() {
    queueDeleted = true;
  }
}
