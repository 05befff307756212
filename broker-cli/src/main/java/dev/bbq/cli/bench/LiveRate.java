// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Words once a second on how fast the child processes go, while they work. */
final class LiveRate implements AutoCloseable {

  private final Children children;
  private final Consumer<String> progress;
  private final Map<ChildProcess, Mark> last = new HashMap<>(); // of the timer's thread
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("bbq-bench-live").factory());

  /**
   * How far a child was at a time of its own clock.
   *
   * @param count messages since its work began
   * @param micros when
   */
  record Mark(long count, long micros) {

    /** Returns messages a second since an earlier mark; 0 if there are none. */
    double perSecondSince(Mark earlier) {
      return count <= earlier.count || micros <= earlier.micros
          ? 0
          : (count - earlier.count) * 1e6 / (micros - earlier.micros);
    }
  }

  /** Creates it for all children, those that come later too. */
  LiveRate(Children children, Consumer<String> progress) {
    this.children = children;
    this.progress = progress;
  }

  /** Starts to tell. */
  void start() {
    var unused = timer.scheduleAtFixedRate(this::tell, 1, 1, TimeUnit.SECONDS);
  }

  private void tell() {
    String words =
        children.all().stream()
            .filter(child -> child.mark().isPresent())
            .sorted((a, b) -> a.kind().compareTo(b.kind()))
            .map(this::rate)
            .collect(Collectors.joining(", "));
    if (!words.isEmpty()) {
      progress.accept("  " + words);
    }
  }

  private String rate(ChildProcess child) {
    Mark now = child.mark().orElseThrow();
    Mark before = last.put(child, now);
    double perSecond = before == null ? 0 : now.perSecondSince(before);
    return String.format(Locale.ROOT, "%,.0f/s %s", perSecond, child.kind().verb());
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
