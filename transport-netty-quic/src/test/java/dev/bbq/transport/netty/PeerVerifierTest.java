// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.Refusal;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.Transport.Acceptor;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.tck.transport.Pki;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PeerVerifierTest {

  private final Pki pki = new Pki();

  private static X509Certificate[] chain(TlsConfig own, int certificates) {
    return lengthened(own, certificates).chain().toArray(new X509Certificate[0]);
  }

  private static TlsConfig lengthened(TlsConfig own, int certificates) {
    List<X509Certificate> chain = new ArrayList<>(own.chain().subList(0, 1));
    chain.addAll(Collections.nCopies(certificates - 1, own.trusted().get(0)));
    return new TlsConfig(chain, own.key(), own.trusted());
  }

  @Test
  void shouldTakeAChainOfAsManyCertificatesAsAreAllowed() throws Exception {
    PeerVerifier verifier = PeerVerifier.trusting(pki.server());

    assertThatCode(() -> verifier.checkClientTrusted(chain(pki.client(), 8), "EC"))
        .doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseAChainOfMore() throws Exception {
    PeerVerifier verifier = PeerVerifier.trusting(pki.server());

    assertThatExceptionOfType(CertificateException.class)
        .isThrownBy(() -> verifier.checkClientTrusted(chain(pki.client(), 9), "EC"))
        .withMessage("too many certificates: certificates=9, limit=8");
  }

  @Test
  void shouldTellOfAClientThatShowsMore() throws Exception {
    var refused = new CompletableFuture<Refusal>();
    var transport = new NettyQuicTransport();
    var server =
        transport.listen(
            new ServerConfig(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                pki.server(),
                TransportLimits.DEFAULT,
                1),
            new Acceptor() {
              @Override
              public ConnectionHandler accept(TransportConnection connection) {
                throw new AssertionError("accepted");
              }

              @Override
              public void onRefused(Refusal refusal) {
                refused.complete(refusal);
              }
            });
    var client =
        transport.client(new ClientConfig(lengthened(pki.client(), 9), TransportLimits.DEFAULT));
    var unused =
        client.connect("127.0.0.1", server.address().getPort(), stream -> new StreamHandler() {});

    assertThat(refused.get(20, TimeUnit.SECONDS).reason())
        .isEqualTo("too many certificates: certificates=9, limit=8");
    client.close(0, Duration.ofSeconds(5));
    server.close(0, Duration.ofSeconds(5));
  }
}
