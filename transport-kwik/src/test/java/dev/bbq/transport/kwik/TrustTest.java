// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.transport.TlsConfig;
import dev.bbq.certs.CertificateRequest;
import dev.bbq.tck.transport.Pki;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The judgement of a server's certificate, beyond what the transport contract asks for. */
final class TrustTest {

  private static final Pki PKI = new Pki();
  private static final TlsConfig SERVER =
      PKI.issue(
          CertificateRequest.server("server", List.of("broker.example", "*.sub.example", "::1")));

  @ParameterizedTest
  @ValueSource(
      strings = {"broker.example", "Broker.Example.", "a.sub.example", "::1", "0:0:0:0:0:0:0:1"})
  void shouldTakeServerOfEachOfItsNames(String host) {
    assertThatCode(() -> judge(chain(1), host)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"example", "sub.example", "a.b.sub.example", "server", "127.0.0.1"})
  void shouldSayWhichNamesTheCertificateOfAnotherHostHas(String host) {
    assertThatThrownBy(() -> judge(chain(1), host))
        .isInstanceOf(CertificateException.class)
        .hasMessageMatching(
            "certificate is of another host:"
                + " names=\\[broker\\.example, \\*\\.sub\\.example, (::1|0:0:0:0:0:0:0:1)]");
  }

  @Test
  void shouldRefuseLongChainBeforeItIsLookedAt() {
    assertThatThrownBy(() -> judge(chain(9), "broker.example"))
        .isInstanceOf(CertificateException.class)
        .hasMessage("too many certificates: certificates=9, limit=8");
  }

  private static X509Certificate[] chain(int length) {
    return Collections.nCopies(length, SERVER.chain().get(0)).toArray(X509Certificate[]::new);
  }

  private static void judge(X509Certificate[] chain, String host) throws Exception {
    Trust.in(PKI.client()).requireServer(chain, host);
  }
}
