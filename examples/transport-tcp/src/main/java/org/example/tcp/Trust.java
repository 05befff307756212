// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package org.example.tcp;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Judges the peer of one handshake by the JDK's rules, requires the extended key usage besides, and
 * remembers why it has said no.
 */
final class Trust extends X509ExtendedTrustManager {

  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  private final X509ExtendedTrustManager rules;
  private volatile String subject;
  private volatile String refusal;

  Trust(X509ExtendedTrustManager rules) {
    this.rules = rules;
  }

  /** Returns who the peer says it is. */
  Optional<String> subject() {
    return Optional.ofNullable(subject);
  }

  /** Returns why the peer was refused. */
  Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain[0], CLIENT_AUTH, "clientAuth", () -> rules.checkClientTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(
        chain[0],
        SERVER_AUTH,
        "serverAuth",
        () -> {
          rules.checkServerTrusted(chain, type, socket); // the name of the server, too
          if (chain[0].getSubjectAlternativeNames() == null) {
            throw new CertificateException("certificate names no server");
          }
        });
  }

  private interface Check {
    void run() throws CertificateException;
  }

  private void check(X509Certificate peer, String usage, String usageName, Check rest)
      throws CertificateException {
    subject = peer.getSubjectX500Principal().getName();
    try {
      peer.checkValidity();
      List<String> usages = peer.getExtendedKeyUsage();
      if (usages == null || !usages.contains(usage)) {
        refusal = "certificate not meant for this use: missing extended key usage=" + usageName;
        throw new CertificateException(refusal);
      }
      rest.run();
    } catch (CertificateExpiredException e) {
      refusal = "certificate expired: notAfter=" + peer.getNotAfter().toInstant();
      throw e;
    } catch (CertificateNotYetValidException e) {
      refusal = "certificate not valid yet: notBefore=" + peer.getNotBefore().toInstant();
      throw e;
    } catch (CertificateException e) {
      if (refusal == null) {
        String words = String.valueOf(e.getMessage());
        refusal =
            words.startsWith("PKIX path")
                ? "certificate is not of a trusted CA: issuer="
                    + peer.getIssuerX500Principal().getName()
                : words;
      }
      throw e;
    }
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    // Not told to clients: one of another CA would send nothing then, and nobody knew who it was.
    return new X509Certificate[0];
  }

  // --- what a socket never calls

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) {
    throw new UnsupportedOperationException();
  }
}
