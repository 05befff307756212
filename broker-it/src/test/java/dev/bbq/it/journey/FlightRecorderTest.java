// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.it.support.Pair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records all of a broker's life: a publish, a delivery, an ack and a goodbye. */
@Timeout(120)
class FlightRecorderTest {

  private static final int MESSAGES = 20;
  private static final Set<String> EVENTS =
      Set.of(
          "dev.bbq.Connection",
          "dev.bbq.PublishBurst",
          "dev.bbq.DeliveryBurst",
          "dev.bbq.StoreCall");

  private static List<RecordedEvent> events;

  private static final class Life extends JourneyTest {
    void live() {
      pair = Pair.all().findFirst().orElseThrow();
      connect();
      publishNumbers(MESSAGES);
      drain(QUEUE);
      awaitKept(0);
      client.close();
      close();
    }
  }

  @BeforeAll
  static void record(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("life.jfr");
    try (Recording recording = new Recording()) {
      EVENTS.forEach(event -> recording.enable(event).withoutThreshold());
      recording.start();
      new Life().live();
      recording.stop();
      recording.dump(file);
    }
    events = RecordingFile.readAllEvents(file);
  }

  @AfterAll
  static void forget() {
    events = List.of();
  }

  private static List<RecordedEvent> named(String name) {
    return events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
  }

  private static long sum(List<RecordedEvent> of, String field) {
    return of.stream().mapToLong(event -> event.getLong(field)).sum();
  }

  @Test
  void shouldRecordEachConnectionWithItsEnd() {
    assertThat(named("dev.bbq.Connection"))
        .hasSize(2) // a client publishes and consumes on separate ones
        .allSatisfy(
            event -> {
              assertThat(event.getString("identity")).startsWith("CN=");
              assertThat(event.getString("address")).startsWith("127.0.0.1:");
              assertThat(event.getString("closedBy")).isEqualTo("PEER");
              assertThat(event.getLong("code")).isZero();
              assertThat(event.getDuration()).isPositive();
            });
    assertThat(sum(named("dev.bbq.Connection"), "in")).isEqualTo(MESSAGES);
    assertThat(sum(named("dev.bbq.Connection"), "out")).isEqualTo(MESSAGES);
  }

  @Test
  void shouldRecordBurstsOfPublishes() {
    List<RecordedEvent> bursts = named("dev.bbq.PublishBurst");
    assertThat(sum(bursts, "messages")).isEqualTo(MESSAGES);
    assertThat(sum(bursts, "refused")).isZero();
    assertThat(sum(bursts, "bytes")).isPositive();
  }

  @Test
  void shouldRecordBurstsOfDeliveries() {
    List<RecordedEvent> bursts = named("dev.bbq.DeliveryBurst");
    assertThat(sum(bursts, "messages")).isEqualTo(MESSAGES);
    assertThat(bursts).allSatisfy(b -> assertThat(b.getString("queue")).isEqualTo("orders"));
  }

  @Test
  void shouldRecordWhatTheStoreDid() {
    assertThat(sum(calls("append"), "messages")).isEqualTo(MESSAGES);
    assertThat(sum(calls("settle"), "messages")).isEqualTo(MESSAGES);
    assertThat(calls("read")).isNotEmpty();
    assertThat(named("dev.bbq.StoreCall")).noneMatch(event -> event.getBoolean("failed"));
  }

  private static List<RecordedEvent> calls(String operation) {
    return named("dev.bbq.StoreCall").stream()
        .filter(event -> event.getString("operation").equals(operation))
        .toList();
  }

  @Test
  void shouldDescribeEachEvent() {
    assertThat(events.stream().map(RecordedEvent::getEventType).distinct())
        .filteredOn(type -> type.getName().startsWith("dev.bbq."))
        .allSatisfy(
            type -> {
              assertThat(type.getLabel()).isNotBlank();
              assertThat(type.getDescription()).isNotBlank();
              assertThat(type.getCategoryNames()).containsExactly("BBQ");
            })
        .extracting(type -> type.getName())
        .containsExactlyInAnyOrderElementsOf(EVENTS);
  }
}
