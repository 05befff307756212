// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import dev.bbq.benchmarks.load.MessageClient.Sender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The workloads, by the Java client of a broker. */
final class MessageLoad implements Load {

  private static final int STEADY_RATE = 10_000;
  private static final int STREAMS_WINDOW = 100;

  /** What may wait in a queue that nobody consumes. */
  private static final long MAX_KEPT_BYTES = 400 << 20;

  private static final int OVERHEAD_BYTES = 150;

  private final Connector connector;
  private final IdleMemory memory;
  private @Nullable MessageClient connected;

  /** Connects to the broker. */
  @FunctionalInterface
  interface Connector {
    MessageClient connect() throws Exception;
  }

  MessageLoad(Connector connector, IdleMemory memory) {
    this.connector = connector;
    this.memory = memory;
  }

  @Override
  public Figures perform(Task task) throws Exception {
    if (task.workload() == Workload.START) {
      return start(task);
    }
    MessageClient client = connected;
    if (client == null) {
      client = connector.connect();
      connected = client;
    }
    return switch (task.workload()) {
      case PUBLISH, STREAMS -> publish(client, task);
      case THROUGH, FOUR, FANOUT -> through(client, task);
      case ONE -> oneInFlight(client, task);
      case STEADY -> steady(client, task);
      case IDLE -> Figures.of(memory.kibEach(client));
      case START -> throw new IllegalStateException("done above");
    };
  }

  private static Figures publish(MessageClient client, Task task) throws Exception {
    client.declare(1, false);
    boolean streams = task.workload() == Workload.STREAMS;
    try (Sender sender =
        streams ? client.streamSender(0, STREAMS_WINDOW) : client.sender(0, task.window())) {
      byte[] body = new byte[task.sizeBytes()];
      long most = MAX_KEPT_BYTES / (task.sizeBytes() + OVERHEAD_BYTES);
      double perSecond = warmUp(client, task, most, sender, body);
      client.purge();
      long count = Math.clamp((long) (perSecond * task.seconds()), 1, most);
      long beginNs = System.nanoTime();
      send(sender, body, count);
      sender.awaitConfirms();
      double rate = count / seconds(beginNs, System.nanoTime());
      client.purge();
      return Figures.of(rate);
    }
  }

  /** Goes on as long as it takes, and purges before it gets too much. */
  private static double warmUp(
      MessageClient client, Task task, long most, Sender sender, byte[] body) throws Exception {
    long beginNs = System.nanoTime();
    long sent = 0;
    long chunk = Math.clamp(most, 1, 500);
    while (System.nanoTime() - beginNs < task.warmUp().toNanos()) {
      send(sender, body, chunk);
      sent += chunk;
      if (sent % most < chunk) {
        sender.awaitConfirms();
        client.purge();
      }
    }
    sender.awaitConfirms();
    return sent / seconds(beginNs, System.nanoTime());
  }

  private static Figures through(MessageClient client, Task task) throws Exception {
    Workload workload = task.workload();
    boolean fanOut = workload == Workload.FANOUT;
    client.declare(workload.queues(), fanOut);
    Arrivals arrivals = new Arrivals();
    try (Closing parts = new Closing()) {
      for (int queue = 0; queue < workload.queues(); queue++) {
        parts.add(client.receive(queue, task.window(), arrivals::add));
      }
      List<Sender> senders = new ArrayList<>();
      for (int queue = 0; queue < workload.senders(); queue++) {
        senders.add(parts.add(client.sender(queue, task.window())));
      }
      byte[] body = new byte[task.sizeBytes()];
      int copies = fanOut ? workload.queues() : 1;
      double perSecond = pass(senders, body, copies, arrivals, task.warmUp());
      long each = Math.max(1, (long) (perSecond * task.seconds() / senders.size() / copies));
      return Figures.of(pass(senders, body, copies, arrivals, each));
    }
  }

  /** Sends for a time and returns how many a second were delivered. */
  private static double pass(
      List<Sender> senders, byte[] body, int copies, Arrivals arrivals, Duration time)
      throws Exception {
    long endNs = System.nanoTime() + time.toNanos();
    return pass(senders, copies, arrivals, sender -> sendUntil(sender, body, endNs));
  }

  /** Sends so many with each sender and returns how many a second were delivered. */
  private static double pass(
      List<Sender> senders, byte[] body, int copies, Arrivals arrivals, long each)
      throws Exception {
    return pass(
        senders,
        copies,
        arrivals,
        sender -> {
          send(sender, body, each);
          return each;
        });
  }

  private static double pass(List<Sender> senders, int copies, Arrivals arrivals, Sending sending)
      throws Exception {
    long before = arrivals.count();
    long beginNs = System.nanoTime();
    long sent = inParallel(senders, sending);
    long endNs = arrivals.await(before + sent * copies);
    return sent * copies / seconds(beginNs, endNs);
  }

  /** What each thread does with its sender; returns how many messages that were. */
  @FunctionalInterface
  private interface Sending {
    long by(Sender sender) throws Exception;
  }

  private static long inParallel(List<Sender> senders, Sending sending) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(senders.size())) {
      List<Callable<Long>> calls = new ArrayList<>();
      for (Sender sender : senders) {
        calls.add(
            () -> {
              long sent = sending.by(sender);
              sender.awaitConfirms();
              return sent;
            });
      }
      long sent = 0;
      for (Future<Long> call : threads.invokeAll(calls)) {
        sent += call.get();
      }
      return sent;
    } catch (ExecutionException e) {
      throw new IOException("sender failed: reason=%s".formatted(e.getCause()), e);
    }
  }

  private static Figures oneInFlight(MessageClient client, Task task) throws Exception {
    return latencies(
        client,
        task,
        50,
        (sender, arrivals, time) -> {
          long endNs = System.nanoTime() + time.toNanos();
          while (System.nanoTime() - endNs < 0) {
            long next = arrivals.count() + 1;
            sender.send(stamped(task.sizeBytes(), System.nanoTime()));
            arrivals.await(next);
          }
        });
  }

  private static Figures steady(MessageClient client, Task task) throws Exception {
    return latencies(
        client,
        task,
        99,
        (sender, arrivals, time) -> {
          long count = time.toNanos() * STEADY_RATE / 1_000_000_000;
          long before = arrivals.count();
          Pacer pacer = new Pacer(STEADY_RATE);
          for (long i = 0; i < count; i++) {
            sender.send(stamped(task.sizeBytes(), pacer.awaitNext()));
          }
          arrivals.await(before + count);
        });
  }

  /** A flow of messages that carry the time they count from. */
  @FunctionalInterface
  private interface Flow {
    void run(Sender sender, Arrivals arrivals, Duration time) throws Exception;
  }

  private static Figures latencies(MessageClient client, Task task, double main, Flow flow)
      throws Exception {
    client.declare(1, false);
    Arrivals arrivals = new Arrivals();
    try (AutoCloseable receiver = client.receive(0, task.window(), arrivals::add);
        Sender sender = client.sender(0, task.window())) {
      flow.run(sender, arrivals, task.warmUp());
      sender.awaitConfirms();
      Histogram latencies = arrivals.latencies();
      latencies.reset();
      flow.run(sender, arrivals, task.time());
      sender.awaitConfirms();
      return Figures.of(latencies, main);
    }
  }

  /** Tries to publish until the broker is there; the figure is when that was, in epoch millis. */
  private Figures start(Task task) throws Exception {
    close();
    return Retry.until(
        () -> {
          try (MessageClient client = connector.connect()) {
            client.declare(1, false);
            try (Sender sender = client.sender(0, 1)) {
              sender.send(new byte[task.sizeBytes()]);
              sender.awaitConfirms();
            }
            return Figures.of((double) System.currentTimeMillis());
          }
        });
  }

  private static byte[] stamped(int sizeBytes, long stampNs) {
    return ByteBuffer.allocate(sizeBytes).putLong(stampNs).array();
  }

  private static void send(Sender sender, byte[] body, long count) throws Exception {
    for (long i = 0; i < count; i++) {
      sender.send(body);
    }
  }

  private static long sendUntil(Sender sender, byte[] body, long endNs) throws Exception {
    long sent = 0;
    while (System.nanoTime() - endNs < 0) {
      sender.send(body);
      sent++;
    }
    return sent;
  }

  private static double seconds(long beginNs, long endNs) {
    return (endNs - beginNs) / 1e9;
  }

  @Override
  public void close() throws Exception {
    MessageClient client = connected;
    if (client != null) {
      connected = null;
      client.close();
    }
  }
}
