// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ConnectionInfo;
import dev.bbq.api.Message;
import dev.bbq.api.Publisher;
import dev.bbq.api.Receiver;
import dev.bbq.core.BrokerLimits;
import dev.bbq.it.support.BrokerFixture;
import dev.bbq.it.support.Pair;
import dev.bbq.it.support.TestCertificates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Client and broker on each pair of transports and each store: neither knows what the other has.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class TransportPairsTest {

  private static final int MESSAGES = 2000;
  private static final double SMALL_BUDGET_BYTES = 512 << 10; // half of what is sent
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  @ParameterizedTest(name = "client on {0}, broker on {1} with {2}")
  @CsvSource({
    "netty-quic, netty-quic, memory",
    "netty-quic, kwik, memory",
    "kwik, netty-quic, memory",
    "kwik, kwik, memory",
    "netty-quic, netty-quic, caffeine",
    "netty-quic, kwik, caffeine",
    "kwik, netty-quic, caffeine",
    "kwik, kwik, caffeine"
  })
  void shouldCarryMessagesInOrderAndNameTheClient(String client, String broker, String store)
      throws Exception {
    try (BrokerFixture fixture =
            BrokerFixture.start(
                new Pair(client, broker),
                BrokerFixture.builder().store(store).limits(limits(store)));
        BbqClient connected = fixture.client()) {
      connected.topology().declareQueue("q");
      List<String> sent =
          IntStream.range(0, MESSAGES).mapToObj(i -> "message " + i + "!".repeat(i % 200)).toList();

      publish(connected, sent);

      assertThat(consume(connected)).isEqualTo(sent);
      assertThat(connected.broker().identity()).isEqualTo(TestCertificates.CLIENT_IDENTITY);
      assertThat(connected.monitor().connections())
          .isNotEmpty()
          .allSatisfy(info -> assertThat(info.transport()).isEqualTo(broker))
          .extracting(ConnectionInfo::identity)
          .containsOnly(TestCertificates.CLIENT_IDENTITY);
    }
  }

  /** Has a store that can write most of its backlog into files. */
  private static BrokerLimits limits(String store) {
    double share = SMALL_BUDGET_BYTES / Runtime.getRuntime().maxMemory();
    return store.equals("caffeine")
        ? BrokerLimits.DEFAULT.withMemoryShare(share)
        : BrokerLimits.DEFAULT;
  }

  private static void publish(BbqClient client, List<String> texts) {
    try (Publisher publisher = client.publisher()) {
      List<CompletableFuture<Void>> confirms = new ArrayList<>();
      for (String text : texts) {
        confirms.add(publisher.publish("", "q", Message.of(text)));
      }
      JourneyTest.get(CompletableFuture.allOf(confirms.toArray(CompletableFuture[]::new)));
    }
  }

  private static List<String> consume(BbqClient client) throws InterruptedException {
    List<String> received = new ArrayList<>();
    try (Receiver receiver = client.receiver("q")) {
      while (received.size() < MESSAGES) {
        var delivery = receiver.receive(LONGEST_WAIT).orElseThrow();
        received.add(delivery.message().text());
        delivery.ack();
      }
    }
    return received;
  }
}
