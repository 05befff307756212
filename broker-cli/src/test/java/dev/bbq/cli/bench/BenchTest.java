// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchTest {

  private static final Load LOAD =
      new Load(1_000_000, Optional.empty(), Optional.empty(), 150, 8192, 3, 2, 10_000);

  private static final BenchSettings SETTINGS =
      new BenchSettings(
          List.of(Phase.RAW_PIPELINED, Phase.PUBLISH, Phase.LATENCY),
          LOAD,
          Optional.empty(),
          new PluginChoice(Optional.empty(), Optional.empty(), Optional.empty()));

  @Test
  void shouldReadTheTasksItWrites() {
    Task task = LOAD.publishing(Phase.STREAMS, 1);
    assertThat(Task.decode(task.encode())).isEqualTo(task);
  }

  @Test
  void shouldShareATaskWithoutARest() {
    Task task = LOAD.publishing(Phase.PUBLISH, 1);
    assertThat(task.share(0).count() + task.share(1).count() + task.share(2).count())
        .isEqualTo(1_000_000);
  }

  @Test
  void shouldReadTheSettingsItWrites() {
    ChildSettings settings =
        new ChildSettings(
            ChildSettings.Kind.RAW_CLIENT,
            "localhost",
            1,
            Path.of("/tmp/a b"),
            Queue.OWN,
            191,
            new PluginChoice(
                Optional.of("netty-quic"),
                Optional.of("memory"),
                Optional.of(Path.of("/tmp/my plugins"))));
    assertThat(ChildSettings.decode(settings.encode())).isEqualTo(settings);
    ChildSettings bare = settings.of(ChildSettings.Kind.BROKER, 0);
    assertThat(ChildSettings.decode(bare.encode())).isEqualTo(bare);
  }

  @Test
  void shouldReadThatNoPluginWasChosen() {
    PluginChoice none = new PluginChoice(Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(PluginChoice.decode(none.encode())).isEqualTo(none);
  }

  @Test
  void shouldReadTheOutcomesItWrites() {
    Latencies latencies = new Latencies();
    latencies.record(100);
    latencies.record(300);
    Outcome outcome = Outcome.decode(new Outcome(2, 10, 20, latencies).encode());
    assertThat(outcome.count()).isEqualTo(2);
    assertThat(outcome.beginMicros()).isEqualTo(10);
    assertThat(outcome.endMicros()).isEqualTo(20);
    assertThat(outcome.latencies().percentileMicros(50)).isEqualTo(100);
    assertThat(outcome.latencies().maxMicros()).isEqualTo(300);
  }

  @Test
  void shouldJoinWhatWasMeasuredAtTheSameTime() {
    Outcome joined =
        Outcome.of(
            List.of(new Outcome(2, 10, 20, latencies(5)), new Outcome(3, 12, 30, latencies(7))));
    assertThat(joined.count()).isEqualTo(5);
    assertThat(joined.beginMicros()).isEqualTo(10);
    assertThat(joined.endMicros()).isEqualTo(30);
    assertThat(joined.latencies().maxMicros()).isEqualTo(7);
  }

  @Test
  void shouldScaleWhatIsSentToTheDuration() {
    Load load = timed(Duration.ofSeconds(10));
    assertThat(load.publishing(Phase.THROUGH, 50_000.4).count()).isEqualTo(500_004);
    assertThat(load.publishing(Phase.LATENCY, 7).count()).isEqualTo(100_000);
  }

  @Test
  void shouldNotFillTheBrokerBecauseTheDurationIsLong() {
    assertThat(timed(Duration.ofHours(1)).publishing(Phase.PUBLISH, 1e6).count())
        .isEqualTo((256 << 20) / 300);
  }

  @Test
  void shouldWarmUpWithHalfOfWhatIsMeasured() {
    assertThat(LOAD.warmUp(Phase.PUBLISH).count()).isEqualTo(500_000);
    assertThat(LOAD.warmUp(Phase.STREAMS).count()).isEqualTo(25_000);
    assertThat(LOAD.warmUp(Phase.LATENCY).count()).isEqualTo(25_000);
  }

  @Test
  void shouldWarmUpAsAsked() {
    Load load = new Load(1_000_000, Optional.empty(), Optional.of(100L), 150, 1, 1, 1, 10_000);
    assertThat(load.warmUp(Phase.PUBLISH).count()).isEqualTo(100);
    assertThat(load.warmUp(Phase.STREAMS).count()).isEqualTo(5);
    assertThat(load.warmUp(Phase.LATENCY).count()).isEqualTo(100);
  }

  @Test
  void shouldTellTheRateBetweenTwoMarks() {
    LiveRate.Mark begin = new LiveRate.Mark(100, 1_000_000);
    assertThat(new LiveRate.Mark(400, 1_200_000).perSecondSince(begin)).isEqualTo(1500);
    assertThat(new LiveRate.Mark(5, 1_300_000).perSecondSince(begin)).isZero(); // the next phase
  }

  private static Load timed(Duration duration) {
    return new Load(1, Optional.of(duration), Optional.empty(), 150, 1, 1, 1, 10_000);
  }

  @Test
  void shouldRefuseSettingsOutOfRange() {
    assertThatThrownBy(() -> new Load(1, Optional.empty(), Optional.empty(), 150, 0, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("setting out of range: window=0, allowed=1 to 65536");
  }

  @Test
  void shouldSetTheBrokerBesideTheBareTransport() {
    assertThat(report().table().lines())
        .containsExactly(
            "netty-quic, 150-byte messages, window 8192, publishers 3, consumers 2",
            "raw, pipelined              2,000,000/s    1,000,000 messages",
            "publish, confirmed          1,000,000/s    1,000,000 messages, 0.50 of raw",
            "through, steady rate           10,000/s       50,000 messages",
            "  to the confirm          p50 0.20 ms  p90 0.20 ms  p99 0.20 ms  p99.9 0.20 ms"
                + "  p99.99 0.20 ms"
                + "  max 0.20 ms",
            "  to the consumer         p50 0.40 ms  p90 0.40 ms  p99 0.40 ms  p99.9 0.40 ms"
                + "  p99.99 0.40 ms"
                + "  max 0.40 ms");
  }

  @Test
  void shouldWriteOneLineOfJson() {
    assertThat(report().json())
        .isEqualTo(
            "{\"transport\":\"netty-quic\",\"size\":150,\"window\":8192,\"publishers\":3,\"consumers\":2,\"rate\":10000,\"results\":["
                + "{\"phase\":\"raw_pipelined\",\"messages\":1000000,\"perSecond\":2000000},"
                + "{\"phase\":\"publish\",\"messages\":1000000,\"perSecond\":1000000},"
                + "{\"phase\":\"latency\",\"messages\":50000,\"perSecond\":10000,"
                + "\"answerMicros\":{\"p50\":200,\"p90\":200,\"p99\":200,\"p99.9\":200,\"p99.99\":200,"
                + "\"max\":200},\"deliveryMicros\":{\"p50\":400,\"p90\":400,\"p99\":400,"
                + "\"p99.9\":400,\"p99.99\":400,\"max\":400}}]}");
  }

  @Test
  void shouldSetTwoStoresBesideEachOther() {
    assertThat(comparison().table().lines())
        .containsExactly(
            "netty-quic, 150-byte messages, window 8192, publishers 3, consumers 2, through to the"
                + " consumer",
            "  caffeine 80/s  memory 100/s  0.80",
            "  caffeine 90/s  memory 100/s  0.90",
            "  caffeine 10/s  memory 100/s  0.10",
            "caffeine / memory: 0.80, the median of 3");
  }

  @Test
  void shouldWriteTheComparisonInOneLineOfJson() {
    assertThat(comparison().json())
        .isEqualTo(
            "{\"transport\":\"netty-quic\",\"size\":150,\"window\":8192,\"publishers\":3,"
                + "\"consumers\":2,\"rounds\":[{\"caffeine\":80,\"memory\":100},"
                + "{\"caffeine\":90,\"memory\":100},{\"caffeine\":10,\"memory\":100}],"
                + "\"ratio\":0.8}");
  }

  private static StoreComparison comparison() {
    return new StoreComparison(
        SETTINGS,
        "netty-quic",
        "caffeine",
        "memory",
        List.of(round(80, 100), round(90, 100), round(10, 100)));
  }

  private static StoreComparison.Round round(long store, long other) {
    return new StoreComparison.Round(through(store), through(other));
  }

  private static Result through(long messages) {
    Outcome inASecond = new Outcome(messages, 0, 1_000_000, new Latencies());
    return Result.of(Phase.THROUGH, inASecond, inASecond);
  }

  private static BenchReport report() {
    return new BenchReport(
        SETTINGS,
        "netty-quic",
        List.of(
            Result.of(Phase.RAW_PIPELINED, new Outcome(1_000_000, 0, 500_000, new Latencies())),
            Result.of(Phase.PUBLISH, new Outcome(1_000_000, 0, 1_000_000, new Latencies())),
            Result.of(
                Phase.LATENCY,
                new Outcome(50_000, 0, 4_900_000, latencies(200)),
                new Outcome(50_000, 0, 5_000_000, latencies(400)))));
  }

  private static Latencies latencies(long micros) {
    Latencies latencies = new Latencies();
    latencies.record(micros);
    return latencies;
  }
}
