// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ClosedException;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.Message;
import dev.bbq.api.OutcomeUnknownException;
import dev.bbq.api.Publisher;
import dev.bbq.api.PublisherOptions;
import dev.bbq.api.transport.CloseCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads publish while something ends the publisher: every future must complete, and rightly. */
@Timeout(60)
class PublisherRaceTest {

  private static final int ROUNDS = 30;
  private static final int THREADS = 3;

  enum End {
    CLOSE,
    HASTY_CLOSE,
    CONNECTION_LOST,
    STREAM_RESET,
    CLIENT_CLOSE
  }

  @ParameterizedTest
  @EnumSource
  void shouldCompleteEveryFutureRightly(End end) {
    long seed = Long.getLong("bbq.seed", System.nanoTime());
    Random random = new Random(seed);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int round = 0; round < ROUNDS; round++) {
        String where = "seed=%d, end=%s, round=%d".formatted(seed, end, round);
        try (FakeBroker broker = new FakeBroker()) {
          play(broker, end, random, threads, where);
        }
      }
    }
  }

  private static void play(
      FakeBroker broker, End end, Random random, Executor threads, String where) {
    Client client = broker.connect();
    FakeConnection connection = broker.nextGreeted();
    Publisher publisher =
        client.publisher(
            PublisherOptions.DEFAULT
                .withWindow(4 + random.nextInt(50))
                .withMaxWait(Duration.ofSeconds(20)));
    FakeStream stream = connection.nextStream();
    AtomicInteger confirmed = new AtomicInteger();
    boolean late = end != End.CLOSE && random.nextBoolean();
    stream.confirmEach(confirmed, late ? 3 : 0);
    Queue<CompletableFuture<Void>> futures = new ConcurrentLinkedQueue<>();
    List<CompletableFuture<Void>> publishing = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      publishing.add(
          CompletableFuture.runAsync(() -> publishUntilClosed(publisher, futures), threads));
    }
    int enough = random.nextInt(300);
    Eventually.holds(() -> futures.size() >= enough);

    switch (end) {
      case CLOSE -> publisher.close(Duration.ofSeconds(10));
      case HASTY_CLOSE -> publisher.close(Duration.ZERO);
      case CONNECTION_LOST -> connection.lose(CloseCause.Kind.FAILURE, 0, "gone");
      case STREAM_RESET -> stream.resetFromBroker(7);
      case CLIENT_CLOSE -> client.close(Duration.ofMillis(100));
    }

    publishing.forEach(thread -> thread.orTimeout(10, TimeUnit.SECONDS).join());
    assertThat(outcomes(futures, where)).as(where).isEqualTo(confirmed.get());
    client.close();
  }

  private static void publishUntilClosed(
      Publisher publisher, Collection<CompletableFuture<Void>> futures) {
    try {
      CompletableFuture<Void> last = new CompletableFuture<>();
      while (!last.isCompletedExceptionally()) {
        last = publisher.publish("", "q", Message.of("m"));
        futures.add(last);
      }
    } catch (ClosedException e) {
      // That is the end.
    }
  }

  /** Returns how many were confirmed. */
  private static int outcomes(Collection<CompletableFuture<Void>> futures, String where) {
    int confirmed = 0;
    for (CompletableFuture<Void> future : futures) {
      Throwable failure =
          future.handle((nothing, thrown) -> thrown).orTimeout(10, TimeUnit.SECONDS).join();
      if (failure == null) {
        confirmed++;
      } else {
        assertThat(failure)
            .as(where)
            .isInstanceOfAny(OutcomeUnknownException.class, ConnectionException.class);
      }
    }
    return confirmed;
  }
}
