// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.Credit;
import dev.bbq.api.Delivery;
import dev.bbq.api.ExchangeType;
import dev.bbq.api.Message;
import dev.bbq.api.Publisher;
import dev.bbq.api.PublisherOptions;
import dev.bbq.api.Receiver;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** BBQ: TLS 1.3 with client certificates always, confirms, and acks for many messages at once. */
final class BbqMessageClient implements MessageClient {

  private static final String EXCHANGE = "bench";
  private static final long WINDOW_BYTES = 64 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration TICK = Duration.ofMillis(100);

  private final ClientOptions options;
  private final BbqClient client;
  private final List<String> queues = new ArrayList<>();
  private boolean fannedOut;

  BbqMessageClient(Endpoint endpoint) {
    options =
        ClientOptions.builder()
            .server(Endpoint.HOST, endpoint.port())
            .certificates(endpoint.folder())
            .transport(endpoint.transport())
            .build();
    client = BbqClient.connect(options);
  }

  @Override
  public void declare(int count, boolean fanOut) {
    for (String queue : queues) {
      long unused = client.topology().deleteQueue(queue);
    }
    queues.clear();
    client.topology().declareExchange(EXCHANGE, ExchangeType.FANOUT);
    for (int i = 0; i < count; i++) {
      String queue = queue(i);
      client.topology().declareQueue(queue);
      long unused = client.topology().purge(queue);
      queues.add(queue);
      if (fanOut) {
        client.topology().bind(queue, EXCHANGE, "");
      }
    }
    fannedOut = fanOut;
  }

  static String queue(int index) {
    return "bench-" + index;
  }

  @Override
  public void purge() {
    for (String queue : queues) {
      long unused = client.topology().purge(queue);
    }
  }

  @Override
  public Sender sender(int queue, int window) {
    return sender(queue, PublisherOptions.DEFAULT.withWindow(window));
  }

  @Override
  public Sender streamSender(int queue, int window) {
    return sender(queue, PublisherOptions.DEFAULT.withStreamPerMessage());
  }

  private Sender sender(int queue, PublisherOptions publishing) {
    BbqClient own = BbqClient.connect(options);
    return new BbqSender(
        own,
        own.publisher(publishing.withWindowBytes(WINDOW_BYTES).withMaxWait(PATIENCE)),
        fannedOut ? EXCHANGE : "",
        queue(queue));
  }

  @Override
  public AutoCloseable receive(int queue, int window, LongConsumer onStamp) {
    BbqClient own = BbqClient.connect(options);
    Receiver receiver = own.receiver(queue(queue), new Credit(window, WINDOW_BYTES));
    AtomicBoolean ended = new AtomicBoolean();
    FutureTask<?> consuming =
        new FutureTask<>(() -> consume(receiver, Math.max(1, window / 4), onStamp, ended));
    Thread.ofPlatform().name("bench-consumer-" + queue).daemon().start(consuming);
    return () -> {
      ended.set(true);
      consuming.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS); // throws what it has failed with
      own.close();
    };
  }

  private static @Nullable Void consume(
      Receiver receiver, int burstLimit, LongConsumer onStamp, AtomicBoolean ended)
      throws InterruptedException {
    ByteBuffer stamp = ByteBuffer.allocate(Long.BYTES);
    while (!ended.get()) {
      Optional<Delivery> next = receiver.receive(TICK);
      for (int burst = 1; next.isPresent(); burst++) {
        Delivery delivery = next.get();
        delivery.message().copyTo(stamp.clear(), 0, Long.BYTES);
        onStamp.accept(stamp.getLong(0));
        next = burst < burstLimit ? receiver.receive(Duration.ZERO) : Optional.empty();
        if (next.isEmpty()) {
          delivery.ackAll();
        }
      }
    }
    return null;
  }

  @Override
  public AutoCloseable idle() {
    return BbqClient.connect(options);
  }

  @Override
  public void close() {
    client.close();
  }

  private static final class BbqSender implements Sender {

    private final BbqClient client;
    private final Publisher publisher;
    private final String exchange;
    private final String routingKey;
    private final Queue<CompletableFuture<Void>> pending = new ArrayDeque<>();

    BbqSender(BbqClient client, Publisher publisher, String exchange, String routingKey) {
      this.client = client;
      this.publisher = publisher;
      this.exchange = exchange;
      this.routingKey = routingKey;
    }

    @Override
    public void send(byte[] body) {
      pending.add(publisher.publish(exchange, routingKey, Message.of(body)));
      while (!pending.isEmpty() && pending.element().isDone()) {
        pending.remove().join(); // throws what was refused
      }
    }

    @Override
    public void awaitConfirms() throws Exception {
      while (!pending.isEmpty()) {
        pending.remove().get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      }
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
