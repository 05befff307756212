// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import static dev.bbq.it.support.Bytes.send;

import dev.bbq.api.BbqClient;
import dev.bbq.api.BbqException;
import dev.bbq.api.Credit;
import dev.bbq.api.Delivery;
import dev.bbq.api.Message;
import dev.bbq.api.Publisher;
import dev.bbq.api.Receiver;
import dev.bbq.api.RefusedException;
import dev.bbq.api.transport.TransportException;
import dev.bbq.it.support.RawClient;
import dev.bbq.it.support.RawDelivery;
import dev.bbq.it.support.RawStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that connect, publish and consume a little and go: two of four close all in order, one
 * closes its connection in the middle of everything, and one is gone without a word, holding what
 * was delivered to it.
 */
final class Visitors implements Traffic {

  private static final int MESSAGES = 20;
  private static final int HELD = 5;
  private static final int BYTES = 100;
  private static final int MOST_AT_ONCE = 20;
  private static final Duration SHORT_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration LONGEST_VISIT = Duration.ofMinutes(3);

  private final Target target;
  private final Faults faults;
  private final String queue;
  private final Ledger ledger;
  private final BbqClient host;
  private final Pace coming;
  private final Semaphore there = new Semaphore(MOST_AT_ONCE);
  private final AtomicInteger failed = new AtomicInteger();
  private volatile String lastFailure = "none";
  private int visits;

  /** Something that a visitor does. */
  @FunctionalInterface
  private interface Visit {
    void run() throws Exception;
  }

  Visitors(Target target, Duration period) {
    this.target = target;
    faults = target.faults();
    queue = target.queue("visits");
    ledger = target.ledger("visits", (int) (1 + MESSAGES / period.toSeconds()));
    host = target.connect();
    host.topology().declareQueue(queue);
    coming = new Pace("visitors-" + target.pair(), period, faults, this::come);
  }

  private void come() throws InterruptedException {
    int number = visits++;
    Visit visit =
        switch (number % 4) {
          case 0, 2 -> () -> stayUntilTheEnd(number);
          case 1 -> this::leaveInTheMiddle;
          default -> this::vanish;
        };
    there.acquire();
    Thread.ofVirtual().name("mixed-visitor").start(() -> run(visit));
  }

  private void run(Visit visit) {
    try {
      visit.run();
    } catch (RefusedException e) {
      faults.add("%s: visitor refused: %s".formatted(queue, e));
    } catch (BbqException
        | ExecutionException
        | TimeoutException
        | TransportException
        | AssertionError e) {
      failed.incrementAndGet();
      lastFailure = String.valueOf(e);
    } catch (Exception e) {
      faults.add("%s: visit failed: %s".formatted(queue, e));
    } finally {
      there.release();
    }
  }

  private void stayUntilTheEnd(int number) throws Exception {
    String own = queue + "-" + number;
    try (BbqClient client = BbqClient.connect(target.options().build())) {
      client.topology().declareQueue(own);
      publish(client, MESSAGES);
      take(client, MESSAGES).forEach(Delivery::ack);
      client.topology().deleteQueue(own);
    }
  }

  private void leaveInTheMiddle() throws Exception {
    try (RawClient client = target.connectRaw(queue)) {
      client.open().write(send("", queue, ledger.next(BYTES)));
      RawStream consumer = client.consume(queue, HELD);
      long untilNs = System.nanoTime() + SHORT_WAIT.toNanos();
      while (System.nanoTime() < untilNs) {
        if (consumer.hasMore()) {
          RawDelivery delivery = consumer.takeDelivery();
          ledger.arrive(delivery.message(), delivery.redeliveries(), false);
        }
        Thread.sleep(10);
      }
      client.disconnect();
    }
  }

  private void vanish() throws Exception {
    try (Tunnel tunnel = new Tunnel(target.port());
        BbqClient client =
            BbqClient.connect(target.options().server("127.0.0.1", tunnel.port()).build())) {
      publish(client, HELD);
      take(client, HELD);
      tunnel.cut();
      client.close(Duration.ZERO);
    }
  }

  private void publish(BbqClient client, int count) throws Exception {
    try (Publisher publisher = client.publisher()) {
      List<CompletableFuture<Void>> published = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String text = ledger.next(BYTES);
        published.add(
            publisher.publish("", queue, Message.of(text)).thenRun(() -> ledger.confirm(text)));
      }
      for (CompletableFuture<Void> each : published) {
        each.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }

  /** Takes some deliveries, fewer when there are no more, and settles none. */
  private List<Delivery> take(BbqClient client, int count) throws InterruptedException {
    List<Delivery> taken = new ArrayList<>();
    Receiver receiver = client.receiver(queue, Credit.of(count));
    Optional<Delivery> next = receiver.receive(SHORT_WAIT);
    while (next.isPresent()) {
      arrive(next.get());
      taken.add(next.get());
      next = taken.size() < count ? receiver.receive(SHORT_WAIT) : Optional.empty();
    }
    return taken;
  }

  private void arrive(Delivery delivery) {
    Message message = delivery.message();
    ledger.arrive(message.text(), delivery.redeliveries(), message.properties().resent());
  }

  @Override
  public void stopPublishing() {
    coming.stop();
    try {
      if (!there.tryAcquire(MOST_AT_ONCE, LONGEST_VISIT.toSeconds(), TimeUnit.SECONDS)) {
        faults.add(queue + ": visitors don't leave");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var unused = host.subscribe(queue, this::arrive);
  }

  @Override
  public boolean isDrained() {
    return ledger.missing() == 0;
  }

  @Override
  public void close() {
    host.close();
    ledger.close();
    if (10 * failed.get() > visits) {
      faults.add("%s: more than one in ten visits failed: last=%s".formatted(queue, lastFailure));
    }
  }

  @Override
  public String toString() {
    return "%s, visits=%d, failed=%d, lastFailure=%s"
        .formatted(ledger, visits, failed.get(), lastFailure);
  }
}
