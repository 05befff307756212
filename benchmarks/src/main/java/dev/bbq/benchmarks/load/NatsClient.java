// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.MessageConsumer;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PublishOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * NATS JetStream: streams in memory, asynchronous publishing with its acknowledgement, pull
 * consumers of the simplified API, and acks for many messages at once. A stream stands for a queue;
 * with a fan-out ten consumers read one stream.
 */
final class NatsClient implements MessageClient {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Options options;
  private final Connection connection;
  private final JetStreamManagement management;
  private final List<String> streams = new ArrayList<>();
  private boolean fannedOut;

  NatsClient(Endpoint endpoint) throws Exception {
    boolean encrypted = endpoint.certificates().isPresent();
    Options.Builder builder =
        new Options.Builder()
            .server(
                "%s://%s:%d".formatted(encrypted ? "tls" : "nats", Endpoint.HOST, endpoint.port()))
            .connectionTimeout(PATIENCE)
            .noReconnect();
    if (encrypted) {
      builder.sslContext(Tls.client(endpoint.folder()));
    }
    options = builder.build();
    connection = Nats.connect(options);
    management = connection.jetStreamManagement();
  }

  @Override
  public void declare(int count, boolean fanOut) throws Exception {
    for (String stream : streams) {
      boolean unused = management.deleteStream(stream);
    }
    streams.clear();
    fannedOut = fanOut;
    for (int i = 0; i < (fanOut ? 1 : count); i++) {
      String stream = stream(i);
      if (management.getStreamNames().contains(stream)) {
        boolean unused = management.deleteStream(stream);
      }
      var unused =
          management.addStream(
              StreamConfiguration.builder()
                  .name(stream)
                  .subjects(subject(i))
                  .storageType(StorageType.Memory)
                  .build());
      streams.add(stream);
    }
  }

  private static String stream(int index) {
    return "bench-" + index;
  }

  private static String subject(int index) {
    return "bench." + index;
  }

  @Override
  public void purge() throws Exception {
    for (String stream : streams) {
      var unused = management.purgeStream(stream);
    }
  }

  @Override
  public Sender sender(int queue, int window) throws Exception {
    Connection own = Nats.connect(options);
    return new NatsSender(own, own.jetStream(), subject(fannedOut ? 0 : queue), new Window(window));
  }

  @Override
  public AutoCloseable receive(int queue, int window, LongConsumer onStamp) throws Exception {
    Connection own = Nats.connect(options);
    String stream = stream(fannedOut ? 0 : queue);
    String name = "consumer-" + queue;
    var unused =
        management.addOrUpdateConsumer(
            stream,
            ConsumerConfiguration.builder()
                .durable(name)
                .ackPolicy(AckPolicy.All)
                .maxAckPending(2L * window)
                .build());
    AckBatch batch = new AckBatch(window);
    MessageConsumer consumer =
        own.getConsumerContext(stream, name)
            .consume(
                ConsumeOptions.builder().batchSize(window).build(),
                message -> {
                  if (batch.isFull()) {
                    message.ack();
                  }
                  onStamp.accept(ByteBuffer.wrap(message.getData()).getLong());
                });
    return () -> {
      consumer.stop();
      own.close();
    };
  }

  @Override
  public AutoCloseable idle() throws Exception {
    return Nats.connect(options);
  }

  @Override
  public void close() throws Exception {
    connection.close();
  }

  private record NatsSender(
      Connection connection, JetStream jetStream, String subject, Window window) implements Sender {

    private static final PublishOptions OPTIONS = PublishOptions.builder().build();

    @Override
    public void send(byte[] body) throws Exception {
      window.enter();
      var unused =
          jetStream
              .publishAsync(subject, body, OPTIONS)
              .whenComplete(
                  (ack, failure) -> {
                    if (failure != null) {
                      window.refused(failure.toString());
                    } else {
                      window.confirmed();
                    }
                  });
    }

    @Override
    public void awaitConfirms() throws Exception {
      window.awaitEmpty();
    }

    @Override
    public void close() throws Exception {
      connection.close();
    }
  }
}
