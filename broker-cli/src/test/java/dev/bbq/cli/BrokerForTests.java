// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.certs.DevelopmentCertificates;
import dev.bbq.core.Broker;
import dev.bbq.core.BrokerLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A broker of this JVM, for the tests of one class; ends with them. */
final class BrokerForTests implements ParameterResolver {

  /** The broker, and the folder of its certificates. */
  record Running(Broker broker, Path certs) implements AutoCloseable {

    static Running start() {
      return start(BrokerLimits.DEFAULT);
    }

    static Running start(BrokerLimits limits) {
      try {
        Path certs = Files.createTempDirectory("bbq-cli-test-");
        new DevelopmentCertificates(certs, Clock.systemUTC(), new SecureRandom())
            .makeMissing(List.of(), "client");
        return new Running(
            Broker.builder().port(0).certificates(certs).limits(limits).start(), certs);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Returns the environment of a caller who has pasted what {@code bbq serve --dev} prints. */
    Map<String, String> env() {
      return Map.of(
          "BBQ_SERVER", "localhost:" + broker.address().getPort(), "BBQ_CERTS", certs.toString());
    }

    /** Runs a command line that must succeed and returns what it has written to stdout. */
    String run(String... args) {
      return runWith("", args);
    }

    /** Runs a command line with an input. */
    String runWith(String in, String... args) {
      TestIo caller = new TestIo(env(), in);
      int exitCode = caller.run(args);
      if (exitCode != ExitCode.OK) {
        throw new AssertionError("exit code " + exitCode + ": " + caller.err());
      }
      return caller.out();
    }

    @Override
    public void close() {
      boolean unused = broker.close(Duration.ofSeconds(1));
      try (var files = Files.list(certs)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
        Files.delete(certs);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Running.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(ExtensionContext.Namespace.create(context.getRequiredTestClass()))
        .computeIfAbsent(Running.class, type -> Running.start(), Running.class);
  }
}
