// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.support;

import dev.bbq.api.store.StoreProvider;
import dev.bbq.api.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;

/**
 * The class path of an application that has {@code netty-quic} and {@code memory} and no other
 * plugins, unlike these tests.
 */
public final class OneTransport extends ClassLoader {

  private static final Map<String, String> WANTED =
      Map.of(
          "META-INF/services/" + Transport.class.getName(), "dev.bbq.transport.netty.",
          "META-INF/services/" + StoreProvider.class.getName(), "dev.bbq.store.memory.");

  private OneTransport(ClassLoader all) {
    super(all);
  }

  /** What runs where there is one transport. */
  @FunctionalInterface
  public interface Action {
    void run() throws Exception;
  }

  /** Runs something as such an application would. */
  public static void run(Action action) throws Exception {
    Thread current = Thread.currentThread();
    ClassLoader before = current.getContextClassLoader();
    current.setContextClassLoader(new OneTransport(before));
    try {
      action.run();
    } finally {
      current.setContextClassLoader(before);
    }
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    Enumeration<URL> all = super.getResources(name);
    String wanted = WANTED.get(name);
    return wanted == null
        ? all
        : Collections.enumeration(
            Collections.list(all).stream().filter(services -> has(services, wanted)).toList());
  }

  private static boolean has(URL services, String provider) {
    try (var in = services.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).contains(provider);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
