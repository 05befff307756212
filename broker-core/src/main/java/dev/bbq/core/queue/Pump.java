// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.QueueOptions;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.core.log.LogText;
import dev.bbq.core.queue.DeadLetter.Fate;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What brings a queue on: reads its logs, gives out what is ready, lets go of what has to leave,
 * and looks at the clock. It takes the monitor of the queue for short, and calls the store, the
 * host and the listeners without it.
 */
final class Pump {

  private static final System.Logger LOGGER = System.getLogger(Queue.class.getName());

  /**
   * How many pages of messages that leave by themselves one call sees off. Then the next alarm goes
   * on, so that a million that expire at once keep no connection's thread for long.
   */
  private static final int MAX_LEAVING_PAGES = 8;

  private final Queue queue; // its monitor guards all state
  private final Stock stock;
  private final Consumers consumers;
  private final LogCalls logs;
  private final QueueHost host;
  private final QueueOptions options;
  private long alarmMs = Stock.NEVER;

  Pump(Queue queue, Stock stock, Consumers consumers, LogCalls logs, QueueHost host) {
    this.queue = queue;
    this.stock = stock;
    this.consumers = consumers;
    this.logs = logs;
    this.host = host;
    options = queue.options();
  }

  /** Brings the queue on as far as it goes. */
  void run() {
    List<Consumer> toWake = new ArrayList<>();
    int leavingPages = 0;
    Lane.Read next;
    do {
      Settlements doomed;
      long alarm;
      long nowMs = host.nowMs();
      synchronized (queue) {
        boolean goesOn = !consumers.areStopped();
        if (goesOn) {
          stock.tick(nowMs);
          consumers.assign(stock, nowMs, toWake);
        }
        if (goesOn && !consumers.wantMore()) { // else who wants more takes it
          stock.trim();
        }
        stock.tell();
        doomed = stock.takeDoomed();
        leavingPages += doomed == null ? 0 : 1;
        boolean later = leavingPages > MAX_LEAVING_PAGES;
        next = goesOn && !later ? stock.beginRead(consumers.wantMore(), doomed != null) : null;
        if (goesOn && consumers.count() == 0 && next == null && !later) {
          stock.shrink();
        }
        alarm = setAlarm(later ? nowMs : nextAlarmMs());
      }
      if (doomed != null) {
        var unused = act(doomed);
      }
      if (alarm != Stock.NEVER) {
        host.alarm(queue, alarm);
      }
    } while (next != null && read(next));
    for (Consumer consumer : toWake) {
      consumer.listener().onReady();
    }
  }

  // --- the clock

  private long nextAlarmMs() {
    return consumers.areStopped() ? Stock.NEVER : Math.min(stock.nextAlarmMs(), unusedAtMs());
  }

  /** Returns when the queue will have been unused for too long; under the monitor. */
  long unusedAtMs() {
    return options.expires().map(consumers::unusedAtMs).orElse(Stock.NEVER);
  }

  /** Returns when to ring; never, if that is before long. */
  private long setAlarm(long nextMs) {
    if (nextMs >= alarmMs) {
      return Stock.NEVER;
    }
    alarmMs = nextMs;
    return nextMs;
  }

  /**
   * Looks at the clock.
   *
   * @param setMs for when the alarm was set; it is of no interest if another one was set since
   */
  void onAlarm(long setMs) {
    boolean unused;
    synchronized (queue) {
      if (setMs != alarmMs) {
        return;
      }
      alarmMs = Stock.NEVER;
      unused = !consumers.areStopped() && unusedAtMs() <= host.nowMs();
    }
    if (unused) {
      host.expire(queue);
    } else {
      run();
    }
  }

  // --- reading

  /** Reads again if the last read has failed, and it is time for that. */
  void retry() {
    boolean granted;
    synchronized (queue) {
      granted = stock.grantRetry();
    }
    if (granted) {
      run();
    }
  }

  /**
   * Reads the next page. Returns whether that is done and there is more to do; if it is done later,
   * goes on then.
   */
  private boolean read(Lane.Read next) {
    CompletableFuture<StoreQueue.Page> page =
        next.lane().log().read(next.from(), next.maxRecords());
    if (page.isDone()) {
      return page.handle((read, failure) -> accept(next, read, failure)).join();
    }
    var unused =
        page.handle((read, failure) -> accept(next, read, failure))
            .thenAccept(
                more -> {
                  if (more) {
                    run();
                  }
                });
    return false;
  }

  private boolean accept(
      Lane.Read what, StoreQueue.@Nullable Page page, @Nullable Throwable failure) {
    if (page == null) {
      LOGGER.log(
          Level.WARNING,
          () ->
              "queue not read: queue=%s, cause=%s"
                  .formatted(LogText.quoted(queue.name()), failure));
    }
    synchronized (queue) {
      if (page == null) {
        what.lane().readFailed();
        return false;
      }
      boolean more = what.lane().read(what, page);
      queue.inlet().countUnreported();
      return more;
    }
  }

  // --- what leaves

  /** Tells the store, and has dead letters buried; completes when both is done. */
  CompletionStage<Void> act(Settlements gathered) {
    CompletionStage<Void> stored = logs.store(gathered);
    List<DeadLetter> letters = gathered.takeLetters();
    return letters.isEmpty()
        ? stored
        : LogCalls.both(
            stored, host.bury(queue, letters).thenCompose(fates -> buried(letters, fates)));
  }

  private CompletionStage<Void> buried(List<DeadLetter> letters, List<Fate> fates) {
    Settlements gone = new Settlements();
    long nowMs = host.nowMs();
    synchronized (queue) {
      for (int i = 0; i < letters.size(); i++) {
        stock.buried(letters.get(i), fates.get(i), nowMs, gone);
      }
      stock.tell();
    }
    CompletionStage<Void> stored = act(gone);
    run();
    queue.finishDeletion();
    return stored;
  }
}
