// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file with a line for each message that was not confirmed: its number, what became of it, and
 * why, with a tab between them. Not for use by several threads.
 */
final class FailureReport implements Closeable {

  private final @Nullable BufferedWriter writer;

  private FailureReport(@Nullable BufferedWriter writer) {
    this.writer = writer;
  }

  /**
   * Returns a report to a file, which is made or emptied, or to nowhere.
   *
   * @throws CommandException if the file can't be written
   */
  static FailureReport to(Optional<Path> file) {
    try {
      return new FailureReport(file.isPresent() ? Files.newBufferedWriter(file.get()) : null);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILURE,
          "can't write: file=%s; give one in a folder that is there and yours"
              .formatted(file.orElseThrow()),
          e);
    }
  }

  /** Adds a line. */
  void add(long number, String outcome, Throwable cause) {
    if (writer != null) {
      try {
        writer.write(
            "%d\t%s\t%s\n"
                .formatted(number, outcome, Printable.of(String.valueOf(cause.getMessage()))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }
}
