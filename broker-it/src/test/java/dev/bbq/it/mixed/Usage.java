// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a JVM takes at one moment.
 *
 * @param heapBytes its heap after a garbage collection
 * @param threads its threads of the operating system
 * @param virtualThreads its virtual threads
 * @param descriptors its open files and sockets
 */
record Usage(long heapBytes, long threads, long virtualThreads, long descriptors) {

  /** What a JVM needs so that its virtual threads can be counted. */
  static final List<String> OPTIONS =
      List.of("-Djdk.trackAllThreads=true", "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED");

  private static final Pattern TEXT =
      Pattern.compile("heap=(\\d+), threads=(\\d+), virtual=(\\d+), descriptors=(\\d+)");

  /** Measures this JVM. */
  static Usage measure() throws ReflectiveOperationException {
    System.gc();
    return new Usage(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        countVirtualThreads(),
        ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
            .getOpenFileDescriptorCount());
  }

  /** Counts those that {@code HotSpotDiagnosticMXBean.dumpThreads} would, which crashes JDK 25. */
  private static long countVirtualThreads() throws ReflectiveOperationException {
    Object all = Class.forName("jdk.internal.vm.ThreadContainers").getMethod("root").invoke(null);
    Object threads =
        Class.forName("jdk.internal.vm.ThreadContainer").getMethod("threads").invoke(all);
    return ((Stream<?>) threads).filter(thread -> ((Thread) thread).isVirtual()).count();
  }

  /** Reads what {@link #toString} has written. */
  static Usage of(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no usage: text=" + text);
    }
    return new Usage(
        Long.parseLong(matcher.group(1)),
        Long.parseLong(matcher.group(2)),
        Long.parseLong(matcher.group(3)),
        Long.parseLong(matcher.group(4)));
  }

  @Override
  public String toString() {
    return "heap=%d, threads=%d, virtual=%d, descriptors=%d"
        .formatted(heapBytes, threads, virtualThreads, descriptors);
  }
}
