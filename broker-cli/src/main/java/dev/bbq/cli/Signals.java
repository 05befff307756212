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
import java.util.function.IntConsumer;

/**
 * The signals that ask this process to end, and one that may ask it for something else. The first
 * one starts an orderly end; the second, or an end that takes too long, ends the process at once.
 *
 * <p>A shutdown hook can't do that: it neither sees a second signal nor chooses the exit code.
 */
final class Signals {

  /** How much longer than its own bound an orderly end may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final AtomicInteger received = new AtomicInteger();
  private final Runnable onFirst;
  private final Duration longestEnd;

  private Signals(Runnable onFirst, Duration longestEnd) {
    this.onFirst = onFirst;
    this.longestEnd = longestEnd.plus(PATIENCE);
  }

  /**
   * Takes over SIGINT, SIGTERM and SIGHUP; {@code onFirst} runs on a thread of its own and begins
   * an end that takes 10 s or less.
   */
  static Signals handle(Runnable onFirst) {
    Signals signals = new Signals(onFirst, Duration.ofSeconds(10));
    List.of("INT", "TERM", "HUP").forEach(name -> install(name, signals::onSignal));
    return signals;
  }

  /**
   * Takes over SIGINT and SIGTERM, and SIGHUP for something that is no end.
   *
   * @param onFirst begins the end, on a thread of its own
   * @param longestEnd how long that end may take by its own bounds
   * @param onHangUp runs on a thread of its own for each SIGHUP, one at a time
   */
  static Signals handle(Runnable onFirst, Duration longestEnd, Runnable onHangUp) {
    Signals signals = new Signals(onFirst, longestEnd);
    List.of("INT", "TERM").forEach(name -> install(name, signals::onSignal));
    install(
        "HUP",
        number -> {
          synchronized (signals) {
            onHangUp.run();
          }
        });
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

  private static void install(String name, IntConsumer onSignal) {
    try {
      installByReflection(name, onSignal);
    } catch (ReflectiveOperationException | IllegalArgumentException notHere) {
      // Then this JVM or system has none of that name, and keeps what it does by itself.
    }
  }

  // By reflection: javac warns of the class, and nothing but -nowarn silences it.
  private static void installByReflection(String name, IntConsumer onSignal)
      throws ReflectiveOperationException {
    Class<?> signalClass = Class.forName("sun.misc.Signal");
    Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
    Method numberOf = signalClass.getMethod("getNumber");
    Object handler =
        Proxy.newProxyInstance(
            Signals.class.getClassLoader(),
            new Class<?>[] {handlerClass},
            (proxy, method, arguments) -> {
              if (method.getName().equals("handle")) {
                onSignal.accept((int) numberOf.invoke(arguments[0]));
              }
              return null;
            });
    Object signal = signalClass.getConstructor(String.class).newInstance(name);
    signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, handler);
  }

  /** Called on a thread of its own for each signal. */
  private void onSignal(int number) {
    if (received.compareAndSet(0, number)) {
      onFirst.run();
      try {
        boolean unused = new CountDownLatch(1).await(longestEnd.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // nobody does; then it ends now
      }
    }
    Runtime.getRuntime().halt(ExitCode.SIGNAL + number);
  }
}
