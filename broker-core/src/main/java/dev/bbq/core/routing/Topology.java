// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import static dev.bbq.api.ErrorCode.DECLARED_DIFFERENTLY;
import static dev.bbq.api.ErrorCode.INVALID_NAME;
import static dev.bbq.api.ErrorCode.NOT_ALLOWED;
import static dev.bbq.api.ErrorCode.UNKNOWN_EXCHANGE;
import static dev.bbq.api.ErrorCode.UNKNOWN_QUEUE;
import static dev.bbq.api.ErrorCode.UNROUTABLE;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.ExchangeType;
import dev.bbq.api.MessageCounts;
import dev.bbq.api.QueueOptions;
import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.QueueStore.RecoveredQueue;
import dev.bbq.api.wire.Names;
import dev.bbq.core.queue.Alarms;
import dev.bbq.core.queue.Queue;
import dev.bbq.core.queue.QueueHost;
import dev.bbq.core.queue.QueueTotals;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * All exchanges, queues and bindings of a broker, and the way from an exchange and a key to queues.
 *
 * <p>{@link #route} takes no lock. Changes come one at a time; each that can alter a route moves
 * {@link #version()} on after it has taken effect, so that routes may be remembered while the
 * version stays. What is there already, or gone already, is no error. Calls that can't be granted
 * throw, or complete with, a {@link RefusalException}.
 */
public final class Topology {

  /** The name of the exchange that routes to the queue that the key names. */
  public static final String DEFAULT_EXCHANGE = "";

  private final QueueLogs logs;
  private final QueueHost host;
  private final TopologyLimits limits;
  private final Map<String, Exchange> exchanges = new ConcurrentHashMap<>();
  private final Map<String, Queue> queues = new ConcurrentHashMap<>();
  // The same in order, for lists; routes use those above, which are faster.
  private final Map<String, Exchange> exchangesByName = new ConcurrentSkipListMap<>();
  private final Map<String, Queue> queuesByName = new ConcurrentSkipListMap<>();
  private final QueueTotals totals = new QueueTotals();
  private final LongAdder unroutable = new LongAdder();
  private final AtomicInteger logCount = new AtomicInteger(); // also of those being made
  private final Map<String, Queue> undropped = new ConcurrentHashMap<>(); // the store failed to
  private final NameLocks queueNames = new NameLocks();
  private final Object changes = new Object();
  private final BindingSet bindings = new BindingSet(); // changed under changes
  private int patternWords; // changed under changes
  private volatile long version;

  /** Creates an empty topology whose queues are kept in a store. */
  public Topology(QueueStore store, TopologyLimits limits, Alarms alarms) {
    this.limits = limits;
    logs = new QueueLogs(store);
    host = new QueueCare(this, store, alarms);
  }

  /** Returns a number that changes whenever a route may have changed. */
  public long version() {
    return version;
  }

  /** Returns where a message goes. */
  public Route route(String exchangeName, String routingKey) {
    if (exchangeName.equals(DEFAULT_EXCHANGE)) {
      Queue queue = queues.get(routingKey);
      return queue == null
          ? new Route.Refused(
              UNROUTABLE, "no such queue: exchange=, routingKey=%s".formatted(routingKey))
          : new Route.To(new Queue[] {queue});
    }
    Exchange exchange = exchanges.get(exchangeName);
    if (exchange == null) {
      return new Route.Refused(
          UNKNOWN_EXCHANGE, "no such exchange: exchange=%s".formatted(exchangeName));
    }
    Queue[] matched;
    try {
      matched = exchange.bindings().match(routingKey);
    } catch (RefusalException tooMuchWork) {
      return new Route.Refused(tooMuchWork.code(), tooMuchWork.reason());
    }
    if (matched.length > 0) {
      return new Route.To(matched);
    }
    return exchange.dropUnroutable()
        ? new Route.Dropped(exchange)
        : new Route.Refused(
            UNROUTABLE,
            "no binding matches: exchange=%s, routingKey=%s".formatted(exchangeName, routingKey));
  }

  /**
   * Returns a queue.
   *
   * @throws RefusalException if there is none of that name
   */
  public Queue queue(String name) {
    Queue queue = queues.get(name);
    if (queue == null) {
      throw new RefusalException(UNKNOWN_QUEUE, "no such queue: queue=%s".formatted(name));
    }
    return queue;
  }

  /** Declares an exchange. */
  public void declareExchange(String name, ExchangeType type, boolean dropUnroutable) {
    requireChangeable(name);
    requireName("exchange", name);
    synchronized (changes) {
      Exchange there = exchanges.get(name);
      if (there == null) {
        requireRoom("exchanges", exchanges.size(), limits.maxExchanges());
        Exchange made = new Exchange(name, type, dropUnroutable, unroutable);
        exchanges.put(name, made);
        exchangesByName.put(name, made);
        version++;
      } else if (there.type() != type || there.dropUnroutable() != dropUnroutable) {
        throw new RefusalException(
            DECLARED_DIFFERENTLY,
            "exchange is there, but different: exchange=%s, type=%s, dropUnroutable=%s, wantedType=%s, wantedDropUnroutable=%s"
                .formatted(name, there.type(), there.dropUnroutable(), type, dropUnroutable));
      }
    }
  }

  /** Deletes an exchange with its bindings. */
  public void deleteExchange(String name) {
    requireChangeable(name);
    synchronized (changes) {
      Exchange removed = exchanges.remove(name);
      if (removed != null) {
        patternWords -= removed.bindings().words();
        exchangesByName.remove(name);
        bindings.ofExchange(name).forEach(bindings::remove);
        version++;
      }
    }
  }

  /** Declares a queue without options. */
  public CompletionStage<Void> declareQueue(String name) {
    return declareQueue(name, QueueOptions.NONE);
  }

  /** Declares a queue; it is there once the stage has completed. */
  public CompletionStage<Void> declareQueue(String name, QueueOptions options) {
    requireName("queue", name);
    return queueNames.inOrder(
        name,
        () -> {
          Queue there = queues.get(name);
          if (there != null) {
            requireSame(there, options);
            there.touch();
            return CompletableFuture.completedStage(null);
          }
          requireRoomForQueue(options);
          return logs.create(name, options)
              .whenComplete(
                  (made, failure) -> logCount.addAndGet(made == null ? -logs(options) : 0))
              .thenAccept(made -> add(new Queue(name, options, made, totals, host)));
        });
  }

  private static void requireSame(Queue there, QueueOptions wanted) {
    if (!there.options().equals(wanted)) {
      throw new RefusalException(
          DECLARED_DIFFERENTLY,
          "queue is there, but different: queue=%s, options=%s, wantedOptions=%s"
              .formatted(there.name(), there.options(), wanted));
    }
  }

  /** Counts a queue before it is made, so that those made at once don't exceed the limit. */
  private void requireRoomForQueue(QueueOptions options) {
    int logs = logs(options);
    try {
      requireRoom("queues", logCount.addAndGet(logs) - 1, limits.maxQueues());
    } catch (RefusalException tooMany) {
      logCount.addAndGet(-logs);
      throw tooMany;
    }
  }

  private static int logs(QueueOptions options) {
    return 1 + options.maxPriority();
  }

  /**
   * Takes back the queues that an earlier run left in the store.
   *
   * @throws IllegalArgumentException if the store has one whose options can't be read
   */
  public void restore(List<RecoveredQueue> recovered) {
    for (QueueLogs.Restored left : logs.restore(recovered)) {
      logCount.addAndGet(logs(left.options()));
      add(new Queue(left.name(), left.options(), left.logs(), totals, host));
    }
  }

  private void add(Queue queue) {
    synchronized (changes) {
      queues.put(queue.name(), queue);
      undropped.remove(queue.name()); // else its name could not be there again
      queuesByName.put(queue.name(), queue);
      version++;
    }
    queue.begin();
  }

  /**
   * Deletes a queue with its bindings; completes with how many messages it held, 0 if it was not
   * there. When the store fails, the queue is gone for all but the store, and may be deleted again.
   */
  public CompletionStage<Long> deleteQueue(String name) {
    return queueNames.inOrder(name, () -> delete(name));
  }

  private CompletionStage<Long> delete(String name) {
    Queue removed = remove(name);
    Queue queue = removed == null ? undropped.remove(name) : removed;
    if (queue == null) {
      return CompletableFuture.completedStage(0L);
    }
    return queue
        .delete()
        .whenComplete(
            (held, failure) -> {
              if (failure != null) {
                undropped.put(name, queue);
              }
            });
  }

  /** Deletes a queue that is still there and still unused; as {@link #deleteQueue}. */
  CompletionStage<Long> deleteUnused(Queue queue) {
    return queueNames.inOrder(
        queue.name(),
        () -> {
          if (queues.get(queue.name()) == queue && queue.isUnused()) {
            return delete(queue.name());
          }
          queue.begin();
          return CompletableFuture.completedStage(0L);
        });
  }

  private @Nullable Queue remove(String name) {
    synchronized (changes) {
      Queue queue = queues.remove(name);
      if (queue != null) {
        queuesByName.remove(name);
        logCount.addAndGet(-logs(queue.options()));
        bindings.ofQueue(name).forEach(binding -> remove(binding, queue));
        version++;
      }
      return queue;
    }
  }

  /** Drops the ready messages of a queue; completes with how many. */
  public CompletionStage<Long> purge(String name) {
    return queue(name).purge();
  }

  /** Binds a queue to an exchange. */
  public void bind(String queueName, String exchangeName, String routingKey) {
    requireChangeable(exchangeName);
    requireRoutingKey(routingKey);
    synchronized (changes) {
      Exchange exchange = exchange(exchangeName);
      Queue queue = queue(queueName);
      Binding binding = new Binding(exchangeName, queueName, routingKey);
      if (bindings.contains(binding)) {
        return;
      }
      requireRoom("bindings", bindings.size(), limits.maxBindings());
      int words = exchange.bindings().newWords(routingKey);
      requireRoom("words in patterns", patternWords + words - 1, limits.maxPatternWords());
      patternWords += words;
      bindings.add(binding);
      exchange.bindings().add(routingKey, queue);
      version++;
    }
  }

  /** Takes a binding away. */
  public void unbind(String queueName, String exchangeName, String routingKey) {
    requireChangeable(exchangeName);
    synchronized (changes) {
      Binding binding = new Binding(exchangeName, queueName, routingKey);
      Queue queue = queues.get(queueName);
      if (queue != null && bindings.contains(binding)) {
        remove(binding, queue);
        version++;
      }
    }
  }

  private void remove(Binding binding, Queue queue) {
    bindings.remove(binding);
    Bindings left = exchange(binding.exchange()).bindings();
    int before = left.words();
    left.remove(binding.routingKey(), queue);
    patternWords += left.words() - before;
  }

  /** Returns a view of the exchanges by name; what changes meanwhile may or may not be seen. */
  public Collection<Exchange> exchanges() {
    return Collections.unmodifiableCollection(exchangesByName.values());
  }

  /** Returns a view of the queues by name; what changes meanwhile may or may not be seen. */
  public Collection<Queue> queues() {
    return Collections.unmodifiableCollection(queuesByName.values());
  }

  /** Returns a view of the bindings by exchange, queue and key; likewise. */
  public Collection<Binding> bindings() {
    return bindings.view();
  }

  /** Returns how many exchanges there are. */
  public int exchangeCount() {
    return exchanges.size();
  }

  /** Returns how many queues there are. */
  public int queueCount() {
    return queues.size();
  }

  /** Returns how many bindings there are. */
  public int bindingCount() {
    return bindings.size();
  }

  /** Returns what all queues have counted together. */
  public QueueTotals totals() {
    return totals;
  }

  /** Returns what has become of all messages. */
  public MessageCounts counts() {
    return totals.counts(unroutable.sum());
  }

  private Exchange exchange(String name) {
    Exchange exchange = exchanges.get(name);
    if (exchange == null) {
      throw new RefusalException(UNKNOWN_EXCHANGE, "no such exchange: exchange=%s".formatted(name));
    }
    return exchange;
  }

  private static void requireChangeable(String exchange) {
    if (exchange.equals(DEFAULT_EXCHANGE)) {
      throw new RefusalException(
          NOT_ALLOWED,
          "the default exchange can't be declared, deleted or bound: it routes to the queue that"
              + " the key names");
    }
  }

  private static void requireName(String what, String name) {
    if (!Names.isName(name)) {
      throw invalid(what, name, "1-255 bytes of UTF-8 without control characters");
    }
  }

  private static void requireRoutingKey(String key) {
    if (!Names.isRoutingKey(key)) {
      throw invalid("routing key", key, "up to 255 bytes of UTF-8 without control characters");
    }
  }

  private static RefusalException invalid(String what, String name, String valid) {
    return new RefusalException(
        INVALID_NAME,
        "invalid %s: bytes=%d, valid=%s".formatted(what, Names.utf8Length(name), valid));
  }

  private static void requireRoom(String what, int count, int limit) {
    if (count >= limit) {
      throw new RefusalException(
          ErrorCode.LIMIT_REACHED, "too many %s: limit=%d".formatted(what, limit));
    }
  }
}
