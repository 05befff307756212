// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * A broker that serves a message, and the commands of its clients, in one process and on the
 * loopback interface; not for people. The launcher sees by it what classes they need, for its
 * archive.
 */
@Command(name = RehearsalCommand.NAME, hidden = true)
final class RehearsalCommand implements Callable<Integer> {

  static final String NAME = "rehearse";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Of the line for clients; the names in it are such that a shell's quotes are not needed. */
  private static final Pattern VARIABLE = Pattern.compile("(BBQ_[A-Z]+)=(\\S+)");

  private final Io io;

  RehearsalCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("bbq-rehearsal-");
    CompletableFuture<String> announced = new CompletableFuture<>();
    Thread broker = Thread.ofPlatform().name("bbq-rehearsal").start(() -> serve(folder, announced));
    try {
      Map<String, String> env = client(announced);
      run(env, "declare", "queue", "rehearsal");
      run(env, "publish", "", "rehearsal", "hello");
      run(env, "consume", "rehearsal", "--count", "1");
      run(env, "list", "queues");
      run(env, "status");
      return ExitCode.OK;
    } finally {
      broker.interrupt();
      broker.join(PATIENCE);
      delete(folder);
    }
  }

  /** Serves until it is interrupted, and completes {@code announced} with the line for clients. */
  private void serve(Path folder, CompletableFuture<String> announced) {
    OutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void flush() {
            announced.complete(toString(StandardCharsets.UTF_8));
          }
        };
    Io own = with(own(), out);
    String data = folder.toString();
    int code = Bbq.run(own, "serve", "--dev", "--listen", "127.0.0.1:0", "--data", data);
    announced.completeExceptionally(failed("serve", code));
  }

  /** Returns the environment of clients. */
  private Map<String, String> client(CompletableFuture<String> announced)
      throws InterruptedException {
    try {
      String line = announced.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      Map<String, String> env = own();
      VARIABLE.matcher(line).results().forEach(found -> env.put(found.group(1), found.group(2)));
      return env;
    } catch (ExecutionException | TimeoutException e) {
      throw new CommandException(ExitCode.FAILURE, "not rehearsed: reason=" + e.getMessage(), e);
    }
  }

  private void run(Map<String, String> env, String... words) {
    int code = Bbq.run(with(env, OutputStream.nullOutputStream()), words);
    if (code != ExitCode.OK) {
      throw failed(words[0], code);
    }
  }

  private Io with(Map<String, String> env, OutputStream out) {
    InputStream nothing = new ByteArrayInputStream(new byte[0]);
    return new Io(nothing, out, new PrintWriter(Writer.nullWriter()), env);
  }

  /** Returns where this is installed, and nothing else that the user may have set. */
  private Map<String, String> own() {
    Map<String, String> env = new HashMap<>();
    Installation.of(io.env()).ifPresent(home -> env.put("BBQ_HOME", home.toString()));
    return env;
  }

  private static CommandException failed(String command, int code) {
    return new CommandException(
        ExitCode.FAILURE, "not rehearsed: command=%s, code=%d".formatted(command, code));
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(folder)) {
      files = tree.toList();
    }
    for (Path file : files.reversed()) {
      Files.delete(file);
    }
  }
}
