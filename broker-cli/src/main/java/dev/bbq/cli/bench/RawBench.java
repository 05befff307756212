// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Measurements of the bare transport: a server process and a client process, made when needed. */
final class RawBench {

  private final BenchSettings settings;
  private final Path folder;
  private final Children children;
  private @Nullable ChildProcess client;

  RawBench(BenchSettings settings, Path folder, Children children) {
    this.settings = settings;
    this.folder = folder;
    this.children = children;
  }

  Result measure(Phase phase) throws IOException, InterruptedException {
    ChildProcess sender = client;
    if (sender == null) {
      ChildProcess server = start(ChildSettings.Kind.RAW_SERVER, 0);
      sender = start(ChildSettings.Kind.RAW_CLIENT, server.port());
      client = sender;
    }
    Task task = settings.publishing(phase);
    sender.perform(task.warmUp());
    return Result.of(phase, sender.perform(task));
  }

  private ChildProcess start(ChildSettings.Kind kind, int port)
      throws IOException, InterruptedException {
    return children.start(
        new ChildSettings(
            kind, folder, port, Queue.frameBytes(settings.sizeBytes()), settings.transport()));
  }
}
