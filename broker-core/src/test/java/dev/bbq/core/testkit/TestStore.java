// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.testkit;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoredMessage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A store on the heap that does its work when and where the test says, and fails when it is told
 * to. It also refuses calls that break the contract of {@link QueueStore}.
 */
public final class TestStore implements QueueStore {

  /** What a store is asked for. */
  public enum Op {
    CREATE,
    APPEND,
    READ,
    SETTLE,
    RELEASE,
    DROP,
    RECOVER,
    CLOSE
  }

  /** The work of one call. */
  interface Work<T> {
    T run() throws StoreException;
  }

  private final Map<Op, Executor> executors = new EnumMap<>(Op.class);
  private final Map<Op, Integer> failures = new EnumMap<>(Op.class);
  private final Map<Op, Integer> throwing = new EnumMap<>(Op.class);
  private final Map<Op, Integer> calls = new EnumMap<>(Op.class);
  private final Map<String, TestLog> logs = new HashMap<>();
  private volatile boolean closed;
  private Consumer<Op> observer = op -> {};
  private volatile UnaryOperator<long @Nullable []> answers = firsts -> firsts;

  /** Sets where a kind of work is done; in the call itself unless told otherwise. */
  public synchronized void run(Op op, Executor executor) {
    executors.put(op, executor);
  }

  /** Puts a kind of work off until the returned object runs it. */
  public Later hold(Op op) {
    Later later = new Later();
    run(op, later);
    return later;
  }

  /** Makes the next calls of a kind fail, without doing their work. */
  public synchronized void failNext(Op op, int times) {
    failures.merge(op, times, Integer::sum);
  }

  /** Makes the next calls of a kind throw, as no store should. */
  public synchronized void throwNext(Op op, int times) {
    throwing.merge(op, times, Integer::sum);
  }

  /** Changes the numbers that appends answer with, as no store should. */
  public void answerAppends(UnaryOperator<long @Nullable []> wrong) {
    answers = wrong;
  }

  /** Sets what is told of every call, within it. */
  public synchronized void observe(Consumer<Op> each) {
    observer = each;
  }

  /** Returns how many calls of a kind there were. */
  public synchronized int calls(Op op) {
    return calls.getOrDefault(op, 0);
  }

  /** Returns the log of a queue. */
  public synchronized TestLog log(String name) {
    TestLog log = logs.get(name);
    if (log == null) {
      throw new AssertionError("no such log: name=%s, logs=%s".formatted(name, logs.keySet()));
    }
    return log;
  }

  /** Tells whether a queue is kept. */
  public synchronized boolean has(String name) {
    return logs.containsKey(name);
  }

  /** Tells whether it was closed. */
  public boolean isClosed() {
    return closed;
  }

  <T extends @Nullable Object> CompletionStage<T> call(Op op, Work<T> work, Runnable onFailure) {
    Executor executor;
    boolean fails;
    Consumer<Op> each;
    synchronized (this) {
      calls.merge(op, 1, Integer::sum);
      if (throwing.getOrDefault(op, 0) > 0) {
        throwing.merge(op, -1, Integer::sum);
        throw new IllegalStateException("told to throw: op=%s".formatted(op));
      }
      executor = executors.getOrDefault(op, Runnable::run);
      fails = failures.getOrDefault(op, 0) > 0;
      failures.computeIfPresent(op, (o, left) -> Math.max(0, left - 1));
      each = observer;
    }
    each.accept(op);
    CompletableFuture<T> outcome = new CompletableFuture<>();
    executor.execute(
        () -> {
          if (fails) {
            onFailure.run();
            outcome.completeExceptionally(new StoreException("told to fail: op=%s".formatted(op)));
            return;
          }
          T result;
          try {
            result = work.run();
          } catch (StoreException e) {
            outcome.completeExceptionally(e);
            return;
          }
          outcome.complete(result);
        });
    return outcome;
  }

  @Override
  public CompletionStage<List<RecoveredQueue>> recover() {
    return call(Op.RECOVER, List::of, () -> {});
  }

  @Override
  public CompletionStage<StoreQueue> create(String name, byte[] definition) {
    return call(Op.CREATE, () -> createNow(name), () -> {});
  }

  private synchronized StoreQueue createNow(String name) throws StoreException {
    if (logs.containsKey(name)) {
      throw new StoreException("queue is there: name=%s".formatted(name));
    }
    TestLog log = new TestLog(this, name);
    logs.put(name, log);
    return log;
  }

  synchronized void forget(String name) {
    logs.remove(name);
  }

  @Override
  public CompletionStage<long[]> append(List<Append> appends) {
    requireSound(appends);
    List<StoredMessage[]> messages = new ArrayList<>();
    long[] firsts = new long[appends.size()];
    for (int i = 0; i < firsts.length; i++) {
      StoredMessage[] copy = appends.get(i).messages().toArray(StoredMessage[]::new);
      messages.add(copy);
      firsts[i] = logOf(appends, i).begin(copy.length);
    }
    return call(
        Op.APPEND,
        () -> {
          for (int i = 0; i < firsts.length; i++) {
            logOf(appends, i).requireThere();
          }
          for (int i = 0; i < firsts.length; i++) {
            logOf(appends, i).keep(firsts[i], messages.get(i));
          }
          return answers.apply(firsts);
        },
        () -> {
          for (int i = 0; i < firsts.length; i++) {
            logOf(appends, i).giveUp(firsts[i]);
          }
        });
  }

  private static TestLog logOf(List<Append> appends, int i) {
    return (TestLog) appends.get(i).queue();
  }

  private static void requireSound(List<Append> appends) {
    Set<StoreQueue> queues = new HashSet<>();
    for (Append append : appends) {
      if (append.messages().isEmpty() || !queues.add(append.queue())) {
        throw new AssertionError("append against the contract: %s".formatted(append));
      }
    }
    if (queues.isEmpty()) {
      throw new AssertionError("append of nothing");
    }
  }

  @Override
  public synchronized long residentBytes() {
    return logs.values().stream().mapToLong(TestLog::bytes).sum();
  }

  @Override
  public CompletionStage<Void> close() {
    closed = true;
    return this.<Void>call(Op.CLOSE, () -> null, () -> {});
  }
}
