// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.process;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.Credit;
import dev.bbq.api.Delivery;
import dev.bbq.api.Receiver;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A consumer to be killed: acks its first deliveries, prints and holds as many more as its credit
 * allows, and then waits for its end.
 */
final class HoldingConsumer {

  static final String HOLDING = "holding";

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private HoldingConsumer() {}

  /** Takes port, folder of certificates, queue, how many to ack, and how many to hold. */
  public static void main(String[] args) throws Exception {
    ClientOptions options =
        ClientOptions.builder()
            .server("127.0.0.1", Integer.parseInt(args[0]))
            .certificates(Path.of(args[1]))
            .transport("netty-quic")
            .build();
    int acked = Integer.parseInt(args[3]);
    int held = Integer.parseInt(args[4]);
    try (BbqClient client = BbqClient.connect(options);
        Receiver receiver = client.receiver(args[2], Credit.of(held))) {
      for (int i = 0; i < acked; i++) {
        next(receiver).ack();
      }
      for (int i = 0; i < held; i++) {
        System.out.println("held " + next(receiver).message().text());
      }
      System.out.println(HOLDING);
      Thread.sleep(Duration.ofMinutes(5)); // a test that forgets this process must not keep it
    }
  }

  private static Delivery next(Receiver receiver) throws InterruptedException {
    return receiver
        .receive(LONGEST_WAIT)
        .orElseThrow(() -> new IllegalStateException("no delivery"));
  }
}
