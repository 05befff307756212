// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import dev.bbq.core.Broker;
import dev.bbq.it.support.Awaiting;
import java.nio.file.Path;
import java.time.Duration;

/** A broker in a JVM of its own. */
final class BrokerProcess {

  /** What its first line begins with; the port follows. */
  static final String LISTENING = "listening ";

  // A client that is gone without a word is there for the idle timeout.
  private static final Duration LONGEST_END = Duration.ofMinutes(1);

  private BrokerProcess() {}

  /** Takes the name of the transport and the folder of certificates. */
  public static void main(String[] args) {
    Console.runAndExit(() -> run(args[0], Path.of(args[1])));
  }

  private static void run(String transport, Path certificates) throws Exception {
    try (Broker broker =
        Broker.builder()
            .port(0)
            .certificates(certificates)
            .transport(transport)
            .store("memory")
            .start()) {
      System.out.println(LISTENING + broker.address().getPort());
      Console.serve(() -> end(broker));
    }
  }

  private static void end(Broker broker) {
    Awaiting.poll(
        "end of all connections", LONGEST_END, () -> broker.metrics().connections().isEmpty());
    broker.close();
  }
}
