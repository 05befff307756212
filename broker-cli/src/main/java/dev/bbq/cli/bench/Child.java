// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** A process that works for a measurement: takes tasks from stdin and answers on stdout. */
public final class Child {

  /** Begins the line that says the child is ready; its port follows. */
  static final String READY = "ready ";

  /** Begins the answer to a task. */
  static final String DONE = "done ";

  /** Begins a line on how far the work is: a count and a time follow. */
  static final String AT = "at ";

  private static final long TELL_MILLIS = 200;

  /** Begins the words of a failure. */
  static final String FAILED = "failed ";

  private Child() {}

  /** Works until the parent closes stdin or dies; then this process ends at once. */
  public static void run(List<String> arguments, InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    Thread.ofPlatform().name("bbq-bench-stdin").daemon().start(() -> readTasks(in, tasks));
    try (Role role = ChildSettings.decode(arguments).role()) {
      print(out, READY + role.port());
      while (true) {
        print(out, DONE + perform(role, tasks.take(), out).encode());
      }
    } catch (InterruptedException | IOException e) {
      throw e;
    } catch (Exception e) {
      print(out, FAILED + String.valueOf(e).replace('\n', ' '));
    }
  }

  /** Tells of the progress of some work until it is done. */
  private static Outcome perform(Role role, Task task, OutputStream out) throws Exception {
    LongAdder done = new LongAdder();
    WallClock clock = WallClock.ofSystem();
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("bbq-bench-progress").factory());
    try {
      var unused =
          timer.scheduleAtFixedRate(
              () -> tell(out, done.sum(), clock.micros()),
              TELL_MILLIS,
              TELL_MILLIS,
              TimeUnit.MILLISECONDS);
      return role.perform(task, done);
    } finally {
      timer.shutdownNow();
    }
  }

  private static void tell(OutputStream out, long count, long micros) {
    try {
      print(out, AT + count + " " + micros);
    } catch (IOException e) {
      // The parent is gone; the end of stdin tells.
    }
  }

  private static void readTasks(InputStream in, BlockingQueue<Task> tasks) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        tasks.add(Task.decode(line));
      }
    } catch (IOException e) {
      // The parent is gone just as well.
    }
    Runtime.getRuntime().halt(0);
  }

  private static void print(OutputStream out, String line) throws IOException {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (out) { // lines of two threads
      out.write(bytes);
      out.flush();
    }
  }
}
