// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.BrokerInfo;
import dev.bbq.api.ClosedException;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.Message;
import dev.bbq.api.Publisher;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Octets;
import dev.bbq.api.wire.SignatureScheme;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClientTest {

  private static final String CHECK_SERVER =
      "check that a broker listens there and that UDP gets through; one that is full or shutting"
          + " down does not answer either";

  private final FakeBroker broker = new FakeBroker();

  @AfterEach
  void end() {
    broker.close();
  }

  @Test
  void shouldTellOfBrokerWhenWelcomed() {
    try (Client client = broker.connect()) {
      assertThat(client.broker()).isEqualTo(new BrokerInfo("fake", 1, TestIdentity.NAME, 1 << 20));
    }
  }

  @Test
  void shouldSayHelloOnItsFirstStream() {
    try (Client client = broker.connect()) {
      assertThat(client.broker()).isNotNull();
      assertThat(broker.nextConnection().nextStream().nextRequest())
          .isEqualTo(new Block.Hello(1, 1, "bbq-java"));
    }
  }

  @Test
  void shouldFailToConnectWhenBrokerRefuses() {
    broker.greets(new Block.Fail(ErrorCode.UNSUPPORTED_VERSION, "too old"));

    assertThatThrownBy(broker::connect)
        .isInstanceOf(ConnectionException.class)
        .hasMessage(
            "broker refused the client: host=broker.test, port=6789, code=UNSUPPORTED_VERSION,"
                + " reason=too old; update the older of client and broker")
        .extracting(ClientTest::kind)
        .isEqualTo(ConnectionException.Kind.REFUSED);
    assertThat(broker.isClosed()).isTrue();
  }

  @Test
  void shouldFailToConnectWhenBrokerTakesClientForAnother() {
    broker.greets(new Block.Welcome(1, "fake", "CN=other", 1 << 20, 65_536, 8000));

    assertThatThrownBy(broker::connect)
        .isInstanceOf(ConnectionException.class)
        .hasMessage(
            "broker takes the client for another: host=broker.test, port=6789,"
                + " identity=CN=tester,O=BBQ, taken for=CN=other; look for what stands between"
                + " them with a certificate of its own")
        .extracting(ClientTest::kind)
        .isEqualTo(ConnectionException.Kind.REFUSED);
  }

  @Test
  void shouldFailToConnectWhenVersionWasNotOffered() {
    broker.greets(new Block.Welcome(2, "fake", TestIdentity.NAME, 1 << 20, 65_536, 8000));

    assertThatThrownBy(broker::connect)
        .isInstanceOf(ConnectionException.class)
        .hasMessage(
            "broker refused the client: host=broker.test, port=6789, code=UNSUPPORTED_VERSION,"
                + " reason=version not offered: version=2, offered=1; update the older of client"
                + " and broker");
  }

  @Test
  void shouldProveItsCertificateWhenItIsChallenged() {
    Block.Challenge challenge = new Block.Challenge(new Octets(new byte[32]));
    broker.greets(challenge);
    CompletableFuture<Client> connecting = CompletableFuture.supplyAsync(broker::connect);
    FakeStream control = broker.nextConnection().nextStream();
    assertThat(control.nextRequest()).isInstanceOf(Block.Hello.class);

    Block.Proof proof = (Block.Proof) control.nextRequest();
    control.send(FakeBroker.WELCOME);

    assertThat(proof.alpn()).isEqualTo("bbq");
    assertThat(proof.scheme()).isEqualTo(SignatureScheme.ECDSA_P256.number());
    assertThat(proof.chain()).extracting(Octets::bytes).containsExactly(TestIdentity.certificate());
    connecting.join().close();
  }

  @Test
  void shouldProveItsCertificateOnceOnly() {
    Block.Challenge challenge = new Block.Challenge(new Octets(new byte[32]));
    broker.greets(challenge, challenge);

    assertThatThrownBy(broker::connect)
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("unexpected on a control stream: block=Challenge");
  }

  @Test
  void shouldProveNothingOnceItIsWelcome() {
    Client client = broker.connect();
    FakeConnection connection = broker.nextConnection();
    connection.nextStream().send(new Block.Challenge(new Octets(new byte[32])));

    assertThat(connection.awaitClosed().kind()).isEqualTo(CloseCause.Kind.LOCAL);
    client.close();
  }

  @Test
  void shouldNotBeTalkedIntoAWelcomeThatNamesNobody() {
    broker.greets(new Block.Welcome(1, "bbq/fake", "", 1 << 20, 100, 8000));

    assertThatThrownBy(broker::connect)
        .isInstanceOf(ConnectionException.class)
        .hasMessageStartingWith(
            "broker takes the client for another: host=broker.test, port=6789,"
                + " identity=CN=tester,O=BBQ, taken for=;")
        .extracting(ClientTest::kind)
        .isEqualTo(ConnectionException.Kind.REFUSED);
  }

  @Test
  void shouldSayWhyTheProofOfItsCertificateIsRefused() {
    broker.greets(new Block.Challenge(new Octets(new byte[32])));
    CompletableFuture<Client> connecting = CompletableFuture.supplyAsync(broker::connect);
    broker
        .nextConnection()
        .lose(
            CloseCause.Kind.PEER,
            ErrorCode.CERTIFICATE_REFUSED.number(),
            "certificate is not of a trusted CA: issuer=CN=x");

    assertThatThrownBy(connecting::join)
        .cause()
        .isInstanceOf(ConnectionException.class)
        .hasMessageStartingWith(
            "broker refused this client's certificate: host=broker.test, port=6789,"
                + " subject=CN=tester,O=BBQ, issuer=CN=tester,O=BBQ, notAfter=")
        .hasMessageContaining(", reason=certificate is not of a trusted CA: issuer=CN=x;")
        .extracting(ClientTest::kind)
        .isEqualTo(ConnectionException.Kind.CERTIFICATE);
  }

  @Test
  void shouldFailToConnectWhenBrokerIsSilent() {
    broker.greets();

    assertThatThrownBy(
            () ->
                broker.connect(FakeBroker.options().connectTimeout(Duration.ofMillis(150)).build()))
        .isInstanceOf(ConnectionException.class)
        .hasMessage(
            "broker said nothing: host=broker.test, port=6789, timeoutMs=150; it may be busy: try"
                + " again, and look into its log")
        .extracting(ClientTest::kind)
        .isEqualTo(ConnectionException.Kind.UNREACHABLE);
    assertThat(broker.nextConnection().awaitClosed().kind()).isEqualTo(CloseCause.Kind.LOCAL);
    assertThat(broker.isClosed()).isTrue();
  }

  @Test
  void shouldFailToConnectWhenHandshakeNeverEnds() {
    broker.deaf();

    assertThatThrownBy(
            () ->
                broker.connect(FakeBroker.options().connectTimeout(Duration.ofMillis(150)).build()))
        .isInstanceOf(ConnectionException.class)
        .hasMessage(
            "server did not answer: host=broker.test, port=6789, timeoutMs=150; " + CHECK_SERVER)
        .extracting(ClientTest::kind)
        .isEqualTo(ConnectionException.Kind.UNREACHABLE);
  }

  @Test
  void shouldFailToConnectWhenTransportFails() {
    TransportException cause =
        new TransportException(TransportException.Kind.TIMEOUT, "no answer: ms=5", null);
    broker.unreachable(cause);

    assertThatThrownBy(broker::connect)
        .isInstanceOf(ConnectionException.class)
        .hasMessage("no answer: ms=5; " + CHECK_SERVER)
        .hasRootCause(cause);
    assertThat(broker.isClosed()).isTrue();
  }

  @Test
  void shouldFailToConnectWhenConnectionIsLostBeforeWelcome() {
    broker.greets();
    CompletableFuture<Client> connecting = CompletableFuture.supplyAsync(broker::connect);

    broker.nextGreeted().lose(CloseCause.Kind.FAILURE, 0, "certificate refused");

    assertThatThrownBy(connecting::join)
        .hasRootCauseInstanceOf(ConnectionException.class)
        .hasRootCauseMessage(
            "connection lost: host=broker.test, port=6789, cause=certificate refused");
  }

  @Test
  void shouldFailToConnectWhenInterrupted() {
    broker.greets();
    Thread.currentThread().interrupt();

    assertThatThrownBy(broker::connect)
        .isInstanceOf(ConnectionException.class)
        .hasMessage("interrupted while connecting: host=broker.test, port=6789");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(broker.isClosed()).isTrue();
  }

  @Test
  void shouldBeatThreeTimesPerIdleTimeout() {
    broker.greets(new Block.Welcome(1, "fake", TestIdentity.NAME, 1 << 20, 65_536, 90));
    try (Client client = broker.connect()) {
      FakeStream control = broker.nextConnection().nextStream();
      assertThat(control.nextRequest()).isInstanceOf(Block.Hello.class);
      long from = System.nanoTime();

      assertThat(control.nextRequest()).isEqualTo(new Block.Ping(1));
      assertThat(control.nextRequest()).isEqualTo(new Block.Ping(2));
      assertThat(control.nextRequest()).isEqualTo(new Block.Ping(3));

      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
      assertThat(client.broker().product()).isEqualTo("fake");
    }
  }

  @Test
  void shouldPublishAndConsumeOnSeparateConnections() {
    try (Client client = broker.connect()) {
      FakeConnection publishing = broker.nextGreeted();
      Publisher publisher = client.publisher();
      assertThat(publishing.nextStream()).isNotNull();

      CompletableFuture<?> receiver = CompletableFuture.supplyAsync(() -> client.receiver("q"));
      FakeConnection consuming = broker.nextGreeted();
      consuming.nextStream().send(new Block.Okay(0));

      assertThat(receiver.join()).isNotNull();
      assertThat(consuming).isNotSameAs(publishing);
      assertThat(publisher.close(Duration.ofSeconds(5))).isTrue();
    }
  }

  @Test
  void shouldMakeNewConnectionWhenFormerWasLost() {
    try (Client client = broker.connect(FakeBroker.reconnecting().build())) {
      FakeConnection first = broker.nextGreeted();
      first.lose(CloseCause.Kind.IDLE_TIMEOUT, 0, "");
      first.awaitClosed();

      Publisher publisher = client.publisher();

      FakeStream stream = broker.nextGreeted().nextStream();
      CompletableFuture<Void> published = publisher.publish("", "q", Message.of("x"));
      stream.nextBlock();
      stream.send((byte) 1);
      assertThat(published.join()).isNull();
    }
  }

  @Test
  void shouldMakeNewConnectionWhenBrokerSaidGoodbye() {
    try (Client client = broker.connect(FakeBroker.reconnecting().build())) {
      FakeConnection first = broker.nextConnection();
      first.nextStream().send(new Block.Goodbye(ErrorCode.SHUTTING_DOWN, "bye"));
      first.settle();

      assertThat(client.publisher()).isNotNull();

      assertThat(broker.nextGreeted()).isNotSameAs(first);
    }
  }

  @Test
  void shouldTellGoodbyeAsReasonWhenConnectionEndsAfterIt() {
    try (Client client = broker.connect()) {
      FakeConnection connection = broker.nextConnection();
      FakeStream control = connection.nextStream();
      CompletableFuture<Void> published = client.publisher().publish("", "q", Message.of("x"));
      connection.nextStream().nextBlock();

      control.send(new Block.Goodbye(ErrorCode.SHUTTING_DOWN, "bye"));
      connection.lose(CloseCause.Kind.PEER, ErrorCode.SHUTTING_DOWN.number(), "");

      assertThatThrownBy(published::join)
          .hasRootCauseMessage(
              "broker ended the connection: host=broker.test, port=6789, code=SHUTTING_DOWN,"
                  + " reason=bye");
    }
  }

  @Test
  void shouldKeepConnectionWhenControlStreamEndsAfterGoodbye() {
    try (Client client = broker.connect()) {
      FakeConnection connection = broker.nextConnection();
      FakeStream control = connection.nextStream();
      CompletableFuture<Void> published = client.publisher().publish("", "q", Message.of("x"));
      FakeStream stream = connection.nextStream();
      stream.nextBlock();

      control.send(new Block.Goodbye(ErrorCode.SHUTTING_DOWN, "bye"));
      control.finishFromBroker();
      stream.send((byte) 1);

      assertThat(published.join()).isNull();
    }
  }

  @Test
  void shouldCloseConnectionWhenControlStreamEndsWithoutGoodbye() {
    try (Client client = broker.connect()) {
      FakeConnection connection = broker.nextConnection();

      connection.nextStream().finishFromBroker();

      assertThat(connection.awaitClosed().kind()).isEqualTo(CloseCause.Kind.LOCAL);
      assertThat(client.broker()).isNotNull();
    }
  }

  @Test
  void shouldRefuseStreamOfBroker() {
    try (Client client = broker.connect()) {
      FakeConnection connection = broker.nextConnection();

      FakeStream unwanted = connection.openFromBroker();

      assertThat(unwanted.next()).isEqualTo(new FakeStream.Reset(ErrorCode.NOT_ALLOWED.number()));
      assertThat(client.broker()).isNotNull();
    }
  }

  @Test
  void shouldRefuseEverythingWhenClosed() {
    Client client = broker.connect();
    client.close();

    assertThatThrownBy(client::publisher)
        .isInstanceOf(ClosedException.class)
        .hasMessage("client closed: host=broker.test, port=6789");
    assertThatThrownBy(() -> client.receiver("q")).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> client.subscribe("q", delivery -> {}))
        .isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> client.topology().declareQueue("q"))
        .isInstanceOf(ClosedException.class);
  }

  @Test
  void shouldCloseWithNoErrorAndLeaveNoThread() {
    Client client = broker.connect();
    FakeConnection connection = broker.nextConnection();

    assertThat(client.close(Duration.ofSeconds(5))).isTrue();

    assertThat(connection.awaitClosed())
        .isEqualTo(new CloseCause(CloseCause.Kind.LOCAL, ErrorCode.NONE.number(), ""));
    assertThat(broker.isClosed()).isTrue();
    Eventually.holds(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("bbq-")));
  }

  @Test
  void shouldCloseTwiceWithOneOutcome() {
    Client client = broker.connect();

    assertThat(client.close(Duration.ofSeconds(5))).isTrue();
    assertThat(client.close(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void shouldWaitForAnswersWhenClosed() {
    Client client = broker.connect();
    CompletableFuture<Void> published = client.publisher().publish("", "q", Message.of("x"));
    FakeStream stream = broker.nextGreeted().nextStream();
    stream.nextBlock();
    CompletableFuture<Boolean> closing =
        CompletableFuture.supplyAsync(() -> client.close(Duration.ofSeconds(10)));

    Eventually.holds(() -> refusesPublisher(client));
    stream.send((byte) 1);

    assertThat(closing.join()).isTrue();
    assertThat(published).isCompleted();
  }

  @Test
  void shouldFailWhatIsUnansweredWhenTimeToCloseHasPassed() {
    Client client = broker.connect();
    CompletableFuture<Void> published = client.publisher().publish("", "q", Message.of("x"));
    broker.nextGreeted().nextStream().nextBlock();

    assertThat(client.close(Duration.ofMillis(100))).isFalse();

    assertThatThrownBy(published::join)
        .hasMessageContaining("no answer: reason=publisher closed before the broker had answered");
  }

  private static ConnectionException.Kind kind(Throwable failure) {
    return ((ConnectionException) failure).kind();
  }

  private static boolean refusesPublisher(Client client) {
    try {
      client.publisher();
      return false;
    } catch (ClosedException e) {
      return true;
    }
  }
}
