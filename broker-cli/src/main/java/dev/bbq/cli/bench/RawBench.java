// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Measurements of the bare transport: a server process and a client process, made when needed. */
final class RawBench {

  private final BenchSettings settings;
  private final Path certificates;
  private final Children children;
  private @Nullable ChildProcess client;

  RawBench(BenchSettings settings, Path certificates, Children children) {
    this.settings = settings;
    this.certificates = certificates;
    this.children = children;
  }

  Result measure(Phase phase) throws IOException, InterruptedException {
    ChildProcess sender = client;
    if (sender == null) {
      ChildProcess server = start(ChildSettings.Kind.RAW_SERVER, 0);
      sender = start(ChildSettings.Kind.RAW_CLIENT, server.port());
      client = sender;
    }
    Load load = settings.load();
    Outcome warmUp = sender.perform(load.warmUp(phase));
    return Result.of(phase, sender.perform(load.publishing(phase, warmUp.perSecond())));
  }

  private ChildProcess start(ChildSettings.Kind kind, int port)
      throws IOException, InterruptedException {
    return children.start(
        new ChildSettings(
            kind,
            ChildSettings.LOOPBACK,
            port,
            certificates,
            Queue.OWN,
            Queue.OWN.frameBytes(settings.load().sizeBytes()),
            settings.plugins()));
  }
}
