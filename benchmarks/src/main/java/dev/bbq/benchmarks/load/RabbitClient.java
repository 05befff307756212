// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.CancelCallback;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DeliverCallback;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * RabbitMQ: transient messages through classic queues, publisher confirms, and acks for many
 * messages at once.
 */
final class RabbitClient implements MessageClient {

  private static final String EXCHANGE = "bench";
  private static final BasicProperties TRANSIENT =
      new BasicProperties.Builder().deliveryMode(1).build();

  private final ConnectionFactory factory = new ConnectionFactory();
  private final Connection connection;
  private final Channel channel;
  private final List<String> queues = new ArrayList<>();
  private boolean fannedOut;

  RabbitClient(Endpoint endpoint) throws Exception {
    factory.setHost(Endpoint.HOST);
    factory.setPort(endpoint.port());
    factory.setAutomaticRecoveryEnabled(false);
    if (endpoint.certificates().isPresent()) {
      factory.useSslProtocol(Tls.client(endpoint.folder()));
    }
    connection = factory.newConnection();
    channel = connection.createChannel();
  }

  @Override
  public void declare(int count, boolean fanOut) throws Exception {
    for (String queue : queues) {
      channel.queueDelete(queue);
    }
    queues.clear();
    channel.exchangeDelete(EXCHANGE);
    channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.FANOUT, false);
    for (int i = 0; i < count; i++) {
      String queue = queue(i);
      channel.queueDeclare(queue, false, false, false, Map.of("x-queue-type", "classic"));
      channel.queuePurge(queue);
      queues.add(queue);
      if (fanOut) {
        channel.queueBind(queue, EXCHANGE, "");
      }
    }
    fannedOut = fanOut;
  }

  private static String queue(int index) {
    return "bench-" + index;
  }

  @Override
  public void purge() throws Exception {
    for (String queue : queues) {
      channel.queuePurge(queue);
    }
  }

  @Override
  public Sender sender(int queue, int window) throws Exception {
    Connection own = factory.newConnection();
    return new RabbitSender(
        own, own.createChannel(), new Window(window), fannedOut ? EXCHANGE : "", queue(queue));
  }

  @Override
  public AutoCloseable receive(int queue, int window, LongConsumer onStamp) throws Exception {
    Connection own = factory.newConnection();
    Channel consuming = own.createChannel();
    consuming.basicQos(window);
    AckBatch batch = new AckBatch(window);
    DeliverCallback onMessage =
        (tag, message) -> {
          if (batch.isFull()) {
            consuming.basicAck(message.getEnvelope().getDeliveryTag(), true);
          }
          onStamp.accept(ByteBuffer.wrap(message.getBody()).getLong());
        };
    CancelCallback onCancel = tag -> {};
    String unused = consuming.basicConsume(queue(queue), false, onMessage, onCancel);
    return own;
  }

  @Override
  public AutoCloseable idle() throws Exception {
    return factory.newConnection();
  }

  @Override
  public void close() throws Exception {
    connection.close();
  }

  private static final class RabbitSender implements Sender {

    private final Connection connection;
    private final Channel channel;
    private final Window window;
    private final String exchange;
    private final String routingKey;

    RabbitSender(
        Connection connection, Channel channel, Window window, String exchange, String routingKey)
        throws Exception {
      this.connection = connection;
      this.channel = channel;
      this.window = window;
      this.exchange = exchange;
      this.routingKey = routingKey;
      channel.confirmSelect();
      Confirms confirms = new Confirms(window);
      channel.addConfirmListener(confirms::add, (tag, multiple) -> window.refused("nack"));
    }

    @Override
    public void send(byte[] body) throws Exception {
      window.enter();
      channel.basicPublish(exchange, routingKey, TRANSIENT, body);
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
