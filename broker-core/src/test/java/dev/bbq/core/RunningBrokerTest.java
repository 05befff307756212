// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import static dev.bbq.core.connection.Wire.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bbq.api.plugin.Plugins;
import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.StoreCapabilities;
import dev.bbq.api.store.StoreCapabilities.Durability;
import dev.bbq.api.store.StoreContext;
import dev.bbq.api.store.StoreProvider;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.wire.Block;
import dev.bbq.core.connection.FakeConnection;
import dev.bbq.core.connection.FakeStream;
import dev.bbq.core.connection.TestBroker;
import dev.bbq.core.connection.Wire;
import dev.bbq.core.testkit.Await;
import dev.bbq.core.testkit.FakeTransport;
import dev.bbq.core.testkit.TestStore;
import dev.bbq.core.testkit.TestStore.Op;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker over a transport without a network. */
@Timeout(value = 60, threadMode = ThreadMode.SAME_THREAD)
class RunningBrokerTest {

  private static final Declarations QUEUE =
      new Declarations(List.of(), List.of(new Declarations.Queue("q")), List.of());
  private static final Declarations IMPOSSIBLE =
      new Declarations(List.of(), List.of(), List.of(new Declarations.Binding("q", "none", "k")));

  private final TestStore store = new TestStore();
  private final FakeTransport transport = new FakeTransport();

  private Broker start(Declarations declarations) {
    BrokerConfig config =
        new BrokerConfig(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            tls(),
            Optional.empty(),
            Optional.empty(),
            Plugins.none(),
            Path.of("none"),
            BrokerLimits.DEFAULT,
            1,
            declarations);
    return RunningBroker.start(config, transport, new Provider(store));
  }

  private static TlsConfig tls() {
    X509Certificate certificate = TestBroker.certificate();
    return new TlsConfig(List.of(certificate), key(), List.of(certificate));
  }

  private static PrivateKey key() {
    try {
      return KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private record Provider(TestStore store) implements StoreProvider {
    @Override
    public String name() {
      return "test";
    }

    @Override
    public StoreCapabilities capabilities() {
      return new StoreCapabilities(Durability.MEMORY, false, false, Integer.MAX_VALUE);
    }

    @Override
    public QueueStore open(StoreContext context) {
      return store;
    }
  }

  @Test
  void shouldDeclareBeforeItListens() {
    transport.whenItListens(() -> assertThat(store.has("q")).isTrue());
    try (Broker broker = start(QUEUE)) {
      assertThat(broker.metrics().queues()).singleElement().matches(q -> q.name().equals("q"));
    }
  }

  @Test
  void shouldNotListenWhenADeclarationIsRefused() {
    assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> start(IMPOSSIBLE));

    assertThat(transport.isListening()).isFalse();
    assertThat(store.isClosed()).isTrue();
  }

  @Test
  void shouldCloseTheStoreWhenItCantListen() {
    transport.refuse("port taken");
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> start(QUEUE))
        .withMessage("can't listen: transport=fake, reason=port taken");

    assertThat(store.isClosed()).isTrue();
  }

  @Test
  void shouldCloseTheStoreWhenTheTransportThrows() {
    transport.breakDown();
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> start(QUEUE))
        .withMessageEndingWith("transport=fake, reason=told to break");

    assertThat(store.isClosed()).isTrue();
  }

  @Test
  void shouldCloseTheStoreWhenTheTransportThrowsAtTheEnd() {
    Broker broker = start(QUEUE);
    transport.breakDown();

    assertThat(broker.close(Duration.ofSeconds(10))).isFalse();
    assertThat(store.isClosed()).isTrue();
  }

  @Test
  void shouldSayThatItCantRecoverWhenTheStoreThrows() {
    store.throwNext(Op.RECOVER, 1);
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> start(QUEUE))
        .withMessage("can't recover: reason=told to throw: op=RECOVER");

    assertThat(store.isClosed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldEndUngracefullyWhenTheStoreDoesNot(boolean thrown) {
    Broker broker = start(QUEUE);
    if (thrown) {
      store.throwNext(Op.CLOSE, 1);
    } else {
      store.failNext(Op.CLOSE, 1);
    }

    assertThat(broker.close(Duration.ofSeconds(10))).isFalse();
  }

  @Test
  void shouldHandOtherCertificatesToTheTransport() {
    try (Broker broker = start(QUEUE)) {
      TlsConfig other = tls();
      broker.renew(other);

      assertThat(transport.tls()).isSameAs(other);
    }
  }

  @Test
  void shouldSayWhyCertificatesAreOfNoUseAndKeepTheOldOnes() {
    try (Broker broker = start(QUEUE)) {
      TlsConfig before = transport.tls();
      transport.refuse("key of another certificate");

      assertThatExceptionOfType(BrokerException.class)
          .isThrownBy(() -> broker.renew(tls()))
          .withMessage(
              "can't renew the certificates: transport=fake, reason=key of another certificate");
      assertThat(transport.tls()).isSameAs(before);
    }
  }

  @Test
  void shouldReadAgainByItselfWhenTheStoreHasThrown() {
    try (Broker broker = start(QUEUE)) {
      FakeConnection connection = new FakeConnection(List.of(TestBroker.certificate()));
      connection.handledBy(transport.acceptor().accept(connection));
      connection.open(send("q", "a"));
      store.throwNext(Op.READ, 1);
      FakeStream consumer = connection.open(Wire.block(new Block.Receive("q", 1, 1000)));
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      Await.until(
          "a delivery",
          () -> {
            connection.run();
            output.writeBytes(consumer.output());
            return !Wire.deliveries(output.toByteArray()).isEmpty();
          });
      connection.lose();

      assertThat(broker.close(Duration.ZERO)).isTrue();
    }
  }
}
