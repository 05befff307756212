// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import dev.bbq.api.PemFiles;
import dev.bbq.api.transport.TlsConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates in PEM files, as the JDK and those who build on it want them. */
public final class Tls {

  /** Of all key stores written here; they hold throw-away keys. */
  public static final String PASSWORD = "benchmark";

  private static final String TYPE = "PKCS12";

  private Tls() {}

  /** Returns what a client needs to show its certificate and check the server's. */
  static SSLContext client(Path folder) throws GeneralSecurityException, IOException {
    TlsConfig config = PemFiles.client(folder);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(keyStore(config), PASSWORD.toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trustStore(config));
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /**
   * Writes two PKCS#12 files beside the PEM files.
   *
   * @param role {@code server} or {@code client}
   */
  public static void writeKeyStores(Path folder, String role)
      throws GeneralSecurityException, IOException {
    TlsConfig config = role.equals("server") ? PemFiles.server(folder) : PemFiles.client(folder);
    write(keyStore(config), folder.resolve(role + ".p12"));
    write(trustStore(config), folder.resolve("ca.p12"));
  }

  private static KeyStore keyStore(TlsConfig config) throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    store.setKeyEntry(
        "key", config.key(), PASSWORD.toCharArray(), config.chain().toArray(Certificate[]::new));
    return store;
  }

  private static KeyStore trustStore(TlsConfig config)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    for (X509Certificate certificate : config.trusted()) {
      store.setCertificateEntry("ca-" + store.size(), certificate);
    }
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(TYPE);
    store.load(null, null);
    return store;
  }

  private static void write(KeyStore store, Path file)
      throws GeneralSecurityException, IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
  }
}
