// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The signals that ask this process to end. The first one starts an orderly end; the second, or an
 * end that takes too long, ends the process at once.
 *
 * <p>A shutdown hook can't do that: it neither sees a second signal nor chooses the exit code.
 */
final class Signals {

  /** Longer than every bound of an orderly end. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final AtomicInteger received = new AtomicInteger();
  private final Runnable onFirst;

  private Signals(Runnable onFirst) {
    this.onFirst = onFirst;
  }

  /** Takes over SIGINT, SIGTERM and SIGHUP; {@code onFirst} runs on a thread of its own. */
  static Signals handle(Runnable onFirst) {
    Signals signals = new Signals(onFirst);
    for (String name : List.of("INT", "TERM", "HUP")) {
      try {
        signals.install(name);
      } catch (ReflectiveOperationException | IllegalArgumentException notHere) {
        // Then this JVM or system has none of that name, and keeps what it does by itself.
      }
    }
    return signals;
  }

  /** Tells whether one has come. */
  boolean received() {
    return received.get() != 0;
  }

  /** Returns the exit code of a process that was ended by the first one. */
  int exitCode() {
    return ExitCode.SIGNAL + received.get();
  }

  // By reflection: javac warns of the class, and nothing but -nowarn silences it.
  private void install(String name) throws ReflectiveOperationException {
    Class<?> signalClass = Class.forName("sun.misc.Signal");
    Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
    Method numberOf = signalClass.getMethod("getNumber");
    Object handler =
        Proxy.newProxyInstance(
            Signals.class.getClassLoader(),
            new Class<?>[] {handlerClass},
            (proxy, method, arguments) -> {
              if (method.getName().equals("handle")) {
                onSignal((int) numberOf.invoke(arguments[0]));
              }
              return null;
            });
    Object signal = signalClass.getConstructor(String.class).newInstance(name);
    signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, handler);
  }

  /** Called on a thread of its own for each signal. */
  private void onSignal(int number) throws InterruptedException {
    if (received.compareAndSet(0, number)) {
      onFirst.run();
      boolean unused = new CountDownLatch(1).await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
    Runtime.getRuntime().halt(ExitCode.SIGNAL + number);
  }
}
