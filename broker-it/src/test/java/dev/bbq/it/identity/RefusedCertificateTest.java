// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.certs.KeyType;
import dev.bbq.it.support.BrokerFixture;
import dev.bbq.it.support.BrokerLog;
import dev.bbq.it.support.Pair;
import dev.bbq.it.support.TestCertificates;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients with a certificate that is none, on each pair of transports. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class RefusedCertificateTest {

  /** A bad certificate and what the broker logs of it. */
  record Bad(String name, TlsConfig tls, String reason) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Bad> BAD =
      List.of(
          new Bad(
              "another authority's",
              TestCertificates.stranger(),
              "certificate is not of a trusted CA"),
          new Bad("expired", TestCertificates.expired(), "certificate expired"),
          new Bad("not valid yet", TestCertificates.early(), "certificate not valid yet"),
          new Bad("the server's own", TestCertificates.serverAsClient(), "xtended key usage"),
          new Bad("for no use", TestCertificates.useless(), "xtended key usage"));

  static Stream<Arguments> badOnEachPair() {
    return pairs().flatMap(pair -> BAD.stream().map(bad -> arguments(pair, bad)));
  }

  @ParameterizedTest
  @MethodSource("badOnEachPair")
  void shouldBeRefusedWithAReasonInTheLog(Pair pair, Bad bad) {
    try (BrokerLog log = new BrokerLog();
        BrokerFixture broker = pair.start()) {
      assertRefused(broker, bad.tls());
      log.awaitLine(line -> line.startsWith("connection refused: ") && line.contains(bad.reason()));
    }
  }

  static Stream<Pair> pairs() {
    return Stream.concat(Pair.all(), Pair.shipped()).distinct();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void shouldNotBeUsedByWhoLacksItsKey(Pair pair) {
    try (BrokerFixture broker = pair.start()) {
      assertRefused(broker, TestCertificates.stolen());
    }
  }

  private static void assertRefused(BrokerFixture broker, TlsConfig tls) {
    ConnectionException refused =
        catchThrowableOfType(
            ConnectionException.class, () -> broker.client(broker.options().tls(tls)));

    assertThat(refused).isNotNull();
    assertThat(refused.kind())
        .as("%s", refused.getMessage())
        .isEqualTo(ConnectionException.Kind.CERTIFICATE);
  }

  /** Without kwik's client at other brokers: it can't show such certificates in TLS. */
  static Stream<Arguments> keysOnEachPair() {
    return pairs()
        .filter(pair -> !pair.client().equals("kwik") || pair.broker().equals("kwik"))
        .flatMap(pair -> Stream.of(KeyType.values()).map(key -> arguments(pair, key)));
  }

  @ParameterizedTest
  @MethodSource("keysOnEachPair")
  void shouldNotBeRefusedForTheTypeOfItsKey(Pair pair, KeyType key) {
    try (BrokerFixture broker = pair.start()) {
      BbqClient client = broker.client(broker.options().tls(TestCertificates.client(key)));

      assertThat(client.broker().identity()).isEqualTo(TestCertificates.CLIENT_IDENTITY);
    }
  }

  /** What the tests above prove depends on this. */
  @ParameterizedTest
  @MethodSource("pairs")
  void shouldNameTheClientInTheSameWay(Pair pair) {
    try (BrokerFixture broker = pair.start()) {
      BbqClient client = broker.client();
      assertThat(client.broker().identity()).isEqualTo(TestCertificates.CLIENT_IDENTITY);
      assertThat(client.monitor().connections())
          .singleElement()
          .returns(TestCertificates.CLIENT_IDENTITY, info -> info.identity());
    }
  }
}
