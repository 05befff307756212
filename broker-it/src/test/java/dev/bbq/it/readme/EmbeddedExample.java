// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.readme;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.Message;
import dev.bbq.certs.DevelopmentCertificates;
import dev.bbq.core.Broker;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The embedding example of the README, between its marks. */
final class EmbeddedExample {

  private EmbeddedExample() {}

  static void run(Path certs) throws Exception {
    // example begin
    new DevelopmentCertificates(certs, Clock.systemUTC(), new SecureRandom())
        .makeMissing(List.of(), "client");
    try (var broker = Broker.builder().port(0).certificates(certs).start()) {
      int port = broker.address().getPort();
      var options = ClientOptions.builder().server("localhost", port).certificates(certs).build();
      try (var bbq = BbqClient.connect(options);
          var publisher = bbq.publisher()) {
        bbq.topology().declareQueue("work");
        var seen = new CompletableFuture<String>();
        bbq.subscribe("work", delivery -> seen.complete(delivery.message().text()));
        publisher.publish("", "work", Message.of("embedded")).join();
        System.out.println(seen.get(5, SECONDS));
      }
    }
    // example end
  }
}
