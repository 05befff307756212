// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/**
 * Artemis by its core protocol: messages that are not durable, sent without blocking, each with its
 * acknowledgement by the broker, and acks for many messages at once.
 */
final class ArtemisClient implements MessageClient {

  /** So that the broker acknowledges what was sent; the size is that of its own resend cache. */
  private static final int CONFIRMATION_BYTES = 1 << 20;

  private static final int ACK_BYTES = 16 << 10;
  private static final SimpleString FAN = SimpleString.of("bench-fan");

  private final ServerLocator locator;
  private final ClientSessionFactory connection;
  private final ClientSession session;
  private final List<SimpleString> queues = new ArrayList<>();
  private boolean fannedOut;

  ArtemisClient(Endpoint endpoint) throws Exception {
    String url = "tcp://%s:%d".formatted(Endpoint.HOST, endpoint.port());
    if (endpoint.certificates().isPresent()) {
      url +=
          ("?sslEnabled=true;enabledProtocols=TLSv1.3;keyStoreType=PKCS12;keyStorePath=%s/client.p12;"
               + "keyStorePassword=%s;trustStoreType=PKCS12;trustStorePath=%s/ca.p12;"
               + "trustStorePassword=%s")
              .formatted(endpoint.folder(), Tls.PASSWORD, endpoint.folder(), Tls.PASSWORD);
    }
    locator = ActiveMQClient.createServerLocator(url);
    locator.setConfirmationWindowSize(CONFIRMATION_BYTES);
    locator.setBlockOnNonDurableSend(false);
    locator.setBlockOnAcknowledge(false);
    locator.setConsumerWindowSize(CONFIRMATION_BYTES);
    locator.setAckBatchSize(ACK_BYTES);
    locator.setReconnectAttempts(0);
    locator.setInitialConnectAttempts(1);
    connection = locator.createSessionFactory();
    session = session(connection);
  }

  private ClientSession session(ClientSessionFactory factory) throws Exception {
    return factory.createSession("admin", "admin", false, true, true, false, ACK_BYTES);
  }

  @Override
  public void declare(int count, boolean fanOut) throws Exception {
    for (SimpleString queue : queues) {
      session.deleteQueue(queue);
    }
    queues.clear();
    fannedOut = fanOut;
    for (int i = 0; i < count; i++) {
      SimpleString queue = queue(i);
      create(queue);
      queues.add(queue);
    }
  }

  private void create(SimpleString queue) throws Exception {
    if (session.queueQuery(queue).isExists()) {
      session.deleteQueue(queue);
    }
    session.createQueue(
        QueueConfiguration.of(queue)
            .setAddress(fannedOut ? FAN : queue)
            .setRoutingType(fannedOut ? RoutingType.MULTICAST : RoutingType.ANYCAST)
            .setDurable(false));
  }

  private static SimpleString queue(int index) {
    return SimpleString.of("bench-" + index);
  }

  @Override
  public void purge() throws Exception {
    for (SimpleString queue : queues) {
      create(queue);
    }
  }

  @Override
  public Sender sender(int queue, int window) throws Exception {
    ClientSessionFactory own = locator.createSessionFactory();
    ClientSession sending = session(own);
    return new ArtemisSender(
        own,
        sending,
        sending.createProducer(fannedOut ? FAN : queue(queue)),
        new ArtemisWindow(new Window(window)));
  }

  @Override
  public AutoCloseable receive(int queue, int window, LongConsumer onStamp) throws Exception {
    ClientSessionFactory own = locator.createSessionFactory();
    ClientSession receiving = session(own);
    ClientConsumer consumer = receiving.createConsumer(queue(queue));
    var unused =
        consumer.setMessageHandler(
            message -> {
              onStamp.accept(message.getDataBuffer().readLong());
              acknowledge(message);
            });
    var unusedToo = receiving.start();
    return () -> {
      receiving.close();
      own.close();
    };
  }

  private static void acknowledge(ClientMessage message) {
    try {
      message.acknowledge(); // the client gathers them
    } catch (ActiveMQException e) {
      throw new IllegalStateException("message not acked", e);
    }
  }

  @Override
  public AutoCloseable idle() throws Exception {
    ClientSessionFactory own = locator.createSessionFactory();
    return () -> own.close();
  }

  @Override
  public void close() throws Exception {
    session.close();
    connection.close();
    locator.close();
  }

  private record ArtemisSender(
      ClientSessionFactory connection,
      ClientSession session,
      ClientProducer producer,
      ArtemisWindow window)
      implements Sender {

    @Override
    public void send(byte[] body) throws Exception {
      ClientMessage message = session.createMessage(false);
      ActiveMQBuffer buffer = message.getBodyBuffer();
      buffer.writeBytes(body);
      window.window().enter();
      producer.send(message, window);
    }

    @Override
    public void awaitConfirms() throws Exception {
      window.window().awaitEmpty();
    }

    @Override
    public void close() throws Exception {
      session.close();
      connection.close();
    }
  }

  private record ArtemisWindow(Window window) implements SendAcknowledgementHandler {

    @Override
    public void sendAcknowledged(Message message) {
      window.confirmed();
    }

    @Override
    public void sendFailed(Message message, Exception failure) {
      window.refused(failure.toString());
    }
  }
}
