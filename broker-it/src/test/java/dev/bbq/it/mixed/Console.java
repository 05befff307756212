// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The commands of the process that has started this one: lines on standard input. */
final class Console {

  /** Asks for a measurement; a number follows, which the answer repeats. */
  static final String MEASURE = "measure ";

  /** Ends what the process does. */
  static final String STOP = "stop";

  /** The answer to the last command. */
  static final String STOPPED = "stopped";

  private Console() {}

  /** What a process does from its start to its end. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /** Does that, and ends the JVM, whatever threads there are. */
  static void runAndExit(Work work) {
    try {
      work.run();
      System.exit(0);
    } catch (Throwable e) { // also errors, of which nobody would hear
      e.printStackTrace();
      System.exit(1);
    }
  }

  /** Answers until it is told to stop, or nobody is there any more to tell. */
  static void serve(Runnable stop) throws IOException, ReflectiveOperationException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith(MEASURE)) {
        System.out.println(line + " " + Usage.measure());
      } else if (line.equals(STOP)) {
        stop.run();
        System.out.println(STOPPED);
        return;
      }
    }
  }
}
