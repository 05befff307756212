// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** A caller that keeps what it is told. */
final class TestIo {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();
  private final Io io;

  TestIo(Map<String, String> env) {
    this(env, "");
  }

  TestIo(Map<String, String> env, String in) {
    io = new Io(new ByteArrayInputStream(in.getBytes(UTF_8)), out, new PrintWriter(err, true), env);
  }

  Io io() {
    return io;
  }

  int run(String... args) {
    return Bbq.run(io, args);
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString();
  }
}
