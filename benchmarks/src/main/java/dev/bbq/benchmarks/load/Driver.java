// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client process: reads tasks line by line from stdin and answers each with its figures. */
public final class Driver {

  /** Begins the answer to a task. */
  public static final String DONE = "done ";

  /** Begins the words of a failure. */
  public static final String FAILED = "failed ";

  private Driver() {}

  /**
   * Works until stdin ends.
   *
   * @param arguments the {@link DriverKind}, the process id of the broker, and an {@link Endpoint}
   */
  public static void main(String[] arguments) throws Exception {
    List<String> all = List.of(arguments);
    PrintStream out = System.out;
    Load load =
        DriverKind.valueOf(all.get(0))
            .load(
                Endpoint.decode(all.subList(2, all.size())),
                new IdleMemory(Long.parseLong(all.get(1))));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(answer(load, line));
      out.flush();
    }
    Runtime.getRuntime().halt(0);
  }

  private static String answer(Load load, String line) {
    try {
      return DONE + load.perform(Task.decode(line)).encode();
    } catch (Exception e) {
      return FAILED + String.valueOf(e).replace('\n', ' ');
    }
  }
}
