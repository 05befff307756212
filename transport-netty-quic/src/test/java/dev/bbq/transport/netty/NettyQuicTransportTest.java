// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.tck.transport.Pki;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class NettyQuicTransportTest {

  @Test
  void shouldBeFoundByItsName() {
    NettyQuicTransportTest.class.getModule().addUses(Transport.class);
    assertThat(ServiceLoader.load(Transport.class).stream().map(found -> found.get().name()))
        .contains("netty-quic");
  }

  @Test
  void shouldNameTheSameProviderOnClassPathAndInDescriptor() throws Exception {
    String service = "META-INF/services/" + Transport.class.getName();
    List<ModuleDescriptor.Provides> provides = List.copyOf(descriptor().provides());
    assertThat(provides).hasSize(1);
    assertThat(provides.get(0).service()).isEqualTo(Transport.class.getName());
    assertThat(Files.readString(classes().resolve(service)).strip().lines().toList())
        .isEqualTo(provides.get(0).providers());
  }

  @Test
  void shouldExportNothing() throws Exception {
    assertThat(descriptor().exports()).isEmpty();
  }

  private static Path classes() throws Exception {
    return Path.of(
        NettyQuicTransport.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static ModuleDescriptor descriptor() throws Exception {
    try (InputStream file = Files.newInputStream(classes().resolve("module-info.class"))) {
      return ModuleDescriptor.read(file);
    }
  }

  @Test
  void shouldNamePureJavaTransportWhenNativeLibraryIsMissing() {
    var cause = new UnsatisfiedLinkError("no netty_quiche42_linux_riscv64 in java.library.path");
    assertThat(NettyQuicTransport.nativesMissing(cause))
        .hasMessageStartingWith("native library missing: library=netty-codec-native-quic, reason=")
        .hasMessageContaining(cause.getMessage())
        .hasMessageContaining("--transport kwik");
  }

  @Test
  void shouldSayThatNobodyAnswersWhenTheIdleTimeoutEndsTheAttempt() throws Exception {
    int closedPort;
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }
    TransportLimits limits = TransportLimits.DEFAULT.withIdleTimeout(Duration.ofMillis(300));
    TransportClient client =
        new NettyQuicTransport().client(new ClientConfig(new Pki().client(), limits));
    try {
      var connecting =
          client.connect("127.0.0.1", closedPort, Unheard.CONNECTION).toCompletableFuture();
      assertThatThrownBy(() -> connecting.get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.TIMEOUT))
          .hasMessage(
              "server did not answer: host=127.0.0.1, port=%d, timeoutMs=300"
                  .formatted(closedPort));
    } finally {
      client.close(0, Duration.ofSeconds(5));
    }
  }

  @Test
  void shouldDeclareMutualTls() {
    assertThat(new NettyQuicTransport().capabilities()).contains(TransportCapability.MUTUAL_TLS);
  }
}
