// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.support;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.StoreCapabilities;
import dev.bbq.api.store.StoreContext;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreProvider;
import dev.bbq.core.Broker;
import dev.bbq.store.memory.MemoryStoreProvider;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * A store plugin for tests, named {@code controlled}. It is found only while a broker starts under
 * {@link #start}, so that other tests have just one store to choose from.
 */
public final class ControlledStoreProvider implements StoreProvider {

  private static final String NAME = "controlled";
  private static final String SERVICES = "/controlled-store/";

  /** A broker opens its store on the thread that starts it. */
  private static final ThreadLocal<ControlledStore> OPENED = new ThreadLocal<>();

  private final StoreProvider memory = new MemoryStoreProvider();

  /** Creates the provider. */
  public ControlledStoreProvider() {}

  /** A broker and its store. */
  public record Started(BrokerFixture broker, ControlledStore store) implements AutoCloseable {
    @Override
    public void close() {
      store.letGo();
      broker.close();
    }
  }

  /** Starts a broker with this store. */
  public static Started start() {
    return start(BrokerFixture.builder());
  }

  /** Starts a broker with this store. */
  public static Started start(Broker.Builder builder) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URL services = ControlledStoreProvider.class.getResource(SERVICES);
    thread.setContextClassLoader(new URLClassLoader(new URL[] {services}, before));
    try {
      BrokerFixture broker = BrokerFixture.start(builder.store(NAME));
      return new Started(broker, OPENED.get());
    } finally {
      thread.setContextClassLoader(before);
      OPENED.remove();
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StoreCapabilities capabilities() {
    return memory.capabilities();
  }

  @Override
  public QueueStore open(StoreContext context) throws StoreException {
    ControlledStore store = new ControlledStore(memory.open(context));
    OPENED.set(store);
    return store;
  }
}
