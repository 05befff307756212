// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The {@code bbq} command: a broker for development, the client's calls for the shell, and
 * measurements. The only module that reads flags and the environment.
 */
module dev.bbq.cli {
  requires com.grack.nanojson;
  requires dev.bbq.api;
  requires dev.bbq.certs;
  requires dev.bbq.core;
  requires static org.jspecify;
  requires HdrHistogram; // automatic: it has no descriptor
  requires info.picocli;
  requires java.logging; // behind System.Logger
  requires java.management; // the flags of this JVM, for the processes of a measurement
  requires jdk.unsupported; // signals
  requires org.snakeyaml.engine; // the configuration file

  // picocli sets annotated fields.
  opens dev.bbq.cli to
      info.picocli;
}
