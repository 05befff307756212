// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.support;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store on the heap that fails, or keeps its answers back, when a test wants it to. */
public final class ControlledStore implements QueueStore {

  private final QueueStore store;
  private final List<Runnable> held = new ArrayList<>();
  private boolean holding;
  private boolean failing;
  private long failures;

  ControlledStore(QueueStore store) {
    this.store = store;
  }

  /** Works from now on as ever, but keeps all answers to appends and settlements back. */
  public synchronized void hold() {
    holding = true;
  }

  /** Gives the answers that were kept back, and keeps none from now on. */
  public void letGo() {
    List<Runnable> answers;
    synchronized (this) {
      holding = false;
      answers = List.copyOf(held);
      held.clear();
    }
    answers.forEach(Runnable::run);
  }

  /** Returns how many answers are kept back. */
  public synchronized int heldBack() {
    return held.size();
  }

  /** Fails all appends from now on, and keeps nothing of them. */
  public synchronized void fail() {
    failing = true;
  }

  /** Fails no more. */
  public synchronized void heal() {
    failing = false;
  }

  /** Returns how many failed deliveries were noted. */
  public synchronized long failures() {
    return failures;
  }

  private synchronized void countFailures(long count) {
    failures += count;
  }

  private <T> CompletionStage<T> answer(CompletionStage<T> real) {
    synchronized (this) {
      if (!holding) {
        return real;
      }
      CompletableFuture<T> answer = new CompletableFuture<>();
      held.add(
          () ->
              real.whenComplete(
                  (value, failure) -> {
                    if (failure == null) {
                      answer.complete(value);
                    } else {
                      answer.completeExceptionally(failure);
                    }
                  }));
      return answer;
    }
  }

  @Override
  public CompletionStage<List<RecoveredQueue>> recover() {
    return store.recover();
  }

  @Override
  public CompletionStage<StoreQueue> create(String name, byte[] definition) {
    return store.create(name, definition).thenApply(ControlledQueue::new);
  }

  @Override
  public CompletionStage<long[]> append(List<Append> appends) {
    synchronized (this) {
      if (failing) {
        return CompletableFuture.failedStage(new StoreException("disk on fire: test=yes"));
      }
    }
    return answer(
        store.append(
            appends.stream()
                .map(a -> new Append(((ControlledQueue) a.queue()).queue, a.messages()))
                .toList()));
  }

  @Override
  public long residentBytes() {
    return store.residentBytes();
  }

  @Override
  public CompletionStage<Void> close() {
    return store.close();
  }

  private final class ControlledQueue implements StoreQueue {

    private final StoreQueue queue;

    ControlledQueue(StoreQueue queue) {
      this.queue = queue;
    }

    @Override
    public CompletionStage<Page> read(long fromSequence, int maxRecords, long maxBytes) {
      return queue.read(fromSequence, maxRecords, maxBytes);
    }

    @Override
    public CompletionStage<Void> settle(Sequences sequences) {
      return answer(queue.settle(sequences));
    }

    @Override
    public CompletionStage<Void> release(Sequences sequences, int added, long notBeforeMs) {
      countFailures(sequences.count() * added);
      return answer(queue.release(sequences, added, notBeforeMs));
    }

    @Override
    public CompletionStage<Void> drop() {
      return queue.drop();
    }
  }
}
