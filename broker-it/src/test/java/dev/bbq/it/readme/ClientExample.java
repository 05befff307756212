// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.readme;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.Message;
import java.nio.file.Path;
import java.time.Duration;

/** The client example of the README, between its marks. */
final class ClientExample {

  private ClientExample() {}

  static void run(String host, int port, Path certs) throws InterruptedException {
    // example begin
    var options = ClientOptions.builder().server(host, port).certificates(certs).build();
    try (var bbq = BbqClient.connect(options)) {
      bbq.topology().declareQueue("greetings");
      try (var publisher = bbq.publisher()) {
        publisher.publish("", "greetings", Message.of("hello")).join(); // kept, or it throws
      }
      try (var receiver = bbq.receiver("greetings")) {
        var delivery = receiver.receive(Duration.ofSeconds(5)).orElseThrow();
        System.out.println(delivery.message().text());
        delivery.ack();
      }
    }
    // example end
  }
}
