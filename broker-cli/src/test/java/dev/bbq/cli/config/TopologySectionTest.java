// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ExchangeType;
import dev.bbq.api.QueueOptions;
import dev.bbq.api.QueueOptions.Overflow;
import dev.bbq.core.Declarations;
import dev.bbq.core.Declarations.Binding;
import dev.bbq.core.Declarations.Exchange;
import dev.bbq.core.Declarations.Queue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologySectionTest {

  @TempDir private Path folder;

  private final Problems problems = new Problems();

  @Test
  void shouldReadExchangesQueuesAndBindings() throws IOException {
    Declarations read =
        read(
            """
            topology:
              exchanges:
                - name: orders
                  type: topic
                - {name: all, type: fanout, drop-unroutable: true}
              queues:
                - billing
                - name: audit
              bindings:
                - {queue: billing, exchange: orders, key: orders.*.eu}
                - {queue: audit, exchange: all}
            """);

    assertThat(problems.all()).isEmpty();
    assertThat(read)
        .isEqualTo(
            new Declarations(
                List.of(
                    new Exchange("orders", ExchangeType.TOPIC, false),
                    new Exchange("all", ExchangeType.FANOUT, true)),
                List.of(new Queue("billing"), new Queue("audit")),
                List.of(
                    new Binding("billing", "orders", "orders.*.eu"),
                    new Binding("audit", "all", ""))));
  }

  @Test
  void shouldNameTheLineOfAllThatIsWrong() throws IOException {
    read(
        """
        topology:
          exchanges:
            - name: orders
            - {name: odd, type: headers}
            - {name: x, type: topic, drop: true}
            - {name: x, type: topic, drop-unroutable: maybe}
          queues:
            - q
            - ""
            - q
          bindings:
            - {queue: nobody, exchange: x}
            - {queue: q, exchange: nothing}
            - q
        """);

    assertThat(problems.all())
        .extracting(problem -> problem.substring(problem.indexOf("bbq.yaml")))
        .containsExactly(
            "bbq.yaml:3: key missing: key=type",
            "bbq.yaml:4: value not allowed: type=headers, allowed=direct, fanout or topic",
            "bbq.yaml:5: unknown key: key=drop; known are name, type, drop-unroutable",
            "bbq.yaml:6: value not allowed: drop-unroutable=maybe, allowed=true or false",
            "bbq.yaml:6: exchange declared twice: name=x, first=line 5; remove one",
            "bbq.yaml:9: value not allowed: name=, allowed=1 to 255 bytes of UTF-8 without control"
                + " characters",
            "bbq.yaml:10: queue declared twice: name=q, first=line 8; remove one",
            "bbq.yaml:12: binding names no queue of this file: queue=nobody; declare it under"
                + " topology",
            "bbq.yaml:13: binding names no exchange of this file: exchange=nothing; declare it"
                + " under topology",
            "bbq.yaml:14: has to have the keys queue, exchange, key");
  }

  @Test
  void shouldReadTheOptionsOfQueues() throws IOException {
    Declarations read =
        read(
            """
            topology:
              queues:
                - name: all
                  message-ttl: 30s
                  expires: 1h
                  max-length: 1000
                  max-bytes: 64MiB
                  overflow: reject-publish
                  delivery-limit: 0
                  dead-letter-exchange: ""
                  dead-letter-key: failed
                  max-priority: 9
            """);

    assertThat(problems.all()).isEmpty();
    assertThat(read.queues())
        .containsExactly(
            new Queue(
                "all",
                QueueOptions.builder()
                    .messageTtl(Duration.ofSeconds(30))
                    .expires(Duration.ofHours(1))
                    .maxLength(1000)
                    .maxBytes(64 << 20)
                    .overflow(Overflow.REJECT_PUBLISH)
                    .deliveryLimit(0)
                    .deadLetterTo("", "failed")
                    .maxPriority(9)
                    .build()));
  }

  @Test
  void shouldNameTheLineOfEachOptionThatIsWrong() throws IOException {
    read(
        """
        topology:
          queues:
            - name: a
              message-ttl: 0s
              max-length: -1
              overflow: drop-tail
              max-priority: 10
              max-size: 7
            - {name: b, dead-letter-key: k}
            - {name: c, dead-letter-exchange: "a\\tb"}
        """);

    assertThat(problems.all())
        .extracting(problem -> problem.substring(problem.indexOf("bbq.yaml")))
        .containsExactlyInAnyOrder(
            "bbq.yaml:4: value not allowed: message-ttl=0s, allowed=a duration as in 500ms, 10s, 2m"
                + " or 1h, 1ms or more",
            "bbq.yaml:5: value not allowed: max-length=-1, allowed=a whole number, 1 or more",
            "bbq.yaml:6: value not allowed: overflow=drop-tail, allowed=drop-head or"
                + " reject-publish",
            "bbq.yaml:7: value not allowed: max-priority=10, allowed=a whole number, 0 to 9",
            "bbq.yaml:8: unknown key: key=max-size; known are name, message-ttl, expires,"
                + " max-length, max-bytes, overflow, delivery-limit, max-priority,"
                + " dead-letter-exchange, dead-letter-key",
            "bbq.yaml:9: dead-letter-key without dead-letter-exchange",
            "bbq.yaml:10: value not allowed: dead-letter-exchange=a\tb, allowed=up to 255 bytes of"
                + " UTF-8 without control characters");
  }

  @Test
  void shouldAskForLists() throws IOException {
    read("topology:\n  queues: q\n");

    assertThat(problems.all())
        .containsExactly(
            folder.resolve("bbq.yaml") + ":2: has to be a list: begin each entry with '- '");
  }

  private Declarations read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("bbq.yaml"), text);
    return Settings.read(List.of(), Map.of(), Map.of(), Optional.of(file), problems).topology();
  }
}
