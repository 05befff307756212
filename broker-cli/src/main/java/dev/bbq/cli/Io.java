// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a process has been given by its caller.
 *
 * @param in data in, not buffered
 * @param out data out, not buffered: what was written without an exception has left the process
 * @param err words for people; each line leaves at once
 * @param env the environment
 */
record Io(InputStream in, OutputStream out, PrintWriter err, Map<String, String> env) {

  /** Returns what this process has been given. */
  static Io ofProcess() {
    return new Io(
        // A read that waits ends when its thread is interrupted: channels can do that.
        Channels.newInputStream(new FileInputStream(FileDescriptor.in).getChannel()),
        new FileOutputStream(FileDescriptor.out),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        System.getenv());
  }

  /** Prints a line of data. */
  void printData(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
