// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bbq.api.BbqClient;
import dev.bbq.api.BrokerInfo;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.Message;
import dev.bbq.api.plugin.PluginException;
import dev.bbq.core.Broker;
import dev.bbq.core.BrokerException;
import dev.bbq.it.support.Awaiting;
import dev.bbq.it.support.BrokerFixture;
import dev.bbq.it.support.Pair;
import dev.bbq.it.support.TestCertificates;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker in a user's JVM: how it starts, and what it leaves behind. */
@Tag("matrix")
final class EmbeddedBrokerTest {

  private static final Duration WELL_UNDER_A_SECOND = Duration.ofMillis(500);

  @Test
  void shouldStartInWellUnderASecond() {
    Duration best =
        IntStream.range(0, 5).mapToObj(i -> startAndStop()).min(Duration::compareTo).orElseThrow();

    assertThat(best).isLessThan(WELL_UNDER_A_SECOND);
  }

  private static Duration startAndStop() {
    long beginNs = System.nanoTime();
    try (Broker broker = BrokerFixture.builder().start()) {
      assertThat(broker.address().getPort()).isPositive();
      return Duration.ofNanos(System.nanoTime() - beginNs);
    }
  }

  @Test
  void shouldSayWhatItIsMadeOf() {
    try (BrokerFixture broker = BrokerFixture.start()) {
      assertThat(broker.broker().transport()).isEqualTo(Pair.chosen().broker());
      assertThat(broker.broker().store()).isEqualTo(BrokerFixture.STORE);

      BrokerInfo info = broker.client().broker();

      assertThat(info.identity()).isEqualTo(TestCertificates.CLIENT_IDENTITY);
      assertThat(info.protocolVersion()).isEqualTo(1);
      assertThat(info.maxMessageBytes()).isEqualTo(16 << 20);
      assertThat(info.product()).startsWith("bbq");
    }
  }

  @Test
  void shouldLeaveNoThreadBehind() {
    startAndUse().close(); // threads that libraries start once and for all
    Awaiting.poll("end of the first", () -> threads().stream().noneMatch(n -> n.contains("bbq")));
    Set<String> before = threads();

    BrokerFixture broker = startAndUse();
    assertThat(threads()).anyMatch(name -> name.startsWith("bbq-"));
    broker.close();

    Awaiting.poll("no more threads than before", () -> before.containsAll(threads()));
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().startsWith("ForkJoinPool.commonPool"))
        .filter(thread -> !thread.getName().startsWith("ForkJoinPool-")) // of virtual threads
        .map(Thread::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void shouldLeaveNoMemoryBehind() {
    startAndUse().close();
    long before = directBytes();

    for (int i = 0; i < 10; i++) {
      startAndUse().close();
    }

    // What a first run has not touched yet may come on top, but nothing for each broker.
    assertThat(directBytes() - before).isLessThan(16 << 20);
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  @Test
  void shouldLeaveItsPortFree() throws IOException {
    BrokerFixture broker = startAndUse();
    InetSocketAddress address = broker.broker().address();

    broker.close();

    try (DatagramSocket socket = new DatagramSocket(address)) {
      assertThat(socket.getLocalPort()).isEqualTo(address.getPort());
    }
  }

  @Test
  void shouldLeaveNoFileBehindButALock(@TempDir Path folder) throws IOException {
    Path data = folder.resolve("data");
    Broker.Builder builder = BrokerFixture.builder().dataDirectory(data);

    use(BrokerFixture.start(builder)).close();

    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files).filteredOn(Files::isRegularFile).allMatch(file -> file.endsWith("lock"));
    }
  }

  @Test
  void shouldStartAgainOnTheSamePort() {
    BrokerFixture first = startAndUse();
    InetSocketAddress address = first.broker().address();
    first.close();

    use(BrokerFixture.start(BrokerFixture.builder().listen(address))).close();
  }

  @Test
  void shouldRunBesideAnotherBroker() {
    try (BrokerFixture one = startAndUse();
        BrokerFixture other = startAndUse()) {
      assertThat(one.port()).isNotEqualTo(other.port());
      assertThat(one.client().topology().queues()).hasSize(1);
    }
  }

  @Test
  void shouldCloseTwice() {
    Broker broker = BrokerFixture.builder().start();

    assertThat(broker.close(Duration.ofSeconds(5))).isTrue();
    assertThat(broker.close(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void shouldNotLetAnyoneInOnceClosed() {
    BrokerFixture broker = startAndUse();
    broker.close();

    assertThatExceptionOfType(ConnectionException.class)
        .isThrownBy(
            () ->
                BbqClient.connect(broker.options().connectTimeout(Duration.ofMillis(500)).build()));
  }

  @Test
  void shouldSayWhyItCantListen() {
    try (BrokerFixture taken = BrokerFixture.start()) {
      assertThatExceptionOfType(BrokerException.class)
          .isThrownBy(() -> BrokerFixture.builder().listen(taken.broker().address()).start())
          .withMessageContaining("address=")
          .withMessageContaining("transport=" + Pair.chosen().broker());
    }
  }

  @Test
  void shouldNameThePluginsThereAreWhenAskedForAnother() {
    assertThatExceptionOfType(PluginException.class)
        .isThrownBy(() -> BrokerFixture.builder().store("tape").start())
        .withMessage("unknown store: name=tape, available=[caffeine, memory]");
    assertThatExceptionOfType(PluginException.class)
        .isThrownBy(() -> BrokerFixture.builder().transport("pigeon").start())
        .withMessage("unknown transport: name=pigeon, available=[kwik, netty-quic]");
  }

  private static BrokerFixture startAndUse() {
    return use(BrokerFixture.start());
  }

  private static BrokerFixture use(BrokerFixture broker) {
    BbqClient client = broker.client();
    client.topology().declareQueue("q");
    client.subscribe("q", delivery -> {});
    JourneyTest.get(client.publisher().publish("", "q", Message.of("m")));
    return broker;
  }
}
