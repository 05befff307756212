// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.BbqTimeoutException;
import dev.bbq.api.ClosedException;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.ConnectionException.Kind;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.OutcomeUnknownException;
import dev.bbq.api.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

class FailuresTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new RefusedException(ErrorCode.UNROUTABLE, "no"), ExitCode.REFUSED),
        Arguments.of(new ConnectionException("lost"), ExitCode.CONNECTION),
        Arguments.of(ofKind(Kind.UNREACHABLE), ExitCode.CONNECTION),
        Arguments.of(ofKind(Kind.CERTIFICATE), ExitCode.CERTIFICATE),
        Arguments.of(ofKind(Kind.REFUSED), ExitCode.REFUSED),
        Arguments.of(new ConnectionException("then", ofKind(Kind.REFUSED)), ExitCode.REFUSED),
        Arguments.of(new ClosedException("closed"), ExitCode.CONNECTION),
        Arguments.of(new OutcomeUnknownException("lost"), ExitCode.UNKNOWN),
        Arguments.of(new BbqTimeoutException("late"), ExitCode.TIMEOUT),
        Arguments.of(new IllegalArgumentException("odd"), ExitCode.USAGE),
        Arguments.of(new IOException("disk"), ExitCode.FAILURE),
        Arguments.of(new CommandException(17, "own"), 17),
        Arguments.of(new IllegalStateException("bug"), ExitCode.FAILURE));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldGiveEachFailureItsExitCode(Exception failure, int expected) {
    assertThat(handle(failure, new StringWriter())).isEqualTo(expected);
  }

  @Test
  void shouldSayWhatFailedAndWhatToDoInOneLine() {
    StringWriter err = new StringWriter();
    handle(new RefusedException(ErrorCode.UNKNOWN_QUEUE, "no\nsuch"), err);
    assertThat(err.toString().lines())
        .containsExactly(
            "bbq: refused: code=UNKNOWN_QUEUE, reason=no such;"
                + " declare it: 'bbq declare queue NAME'");
  }

  @Test
  void shouldShowTheStackOfWhatShouldNeverHappen() {
    StringWriter err = new StringWriter();
    handle(new IllegalStateException("bug"), err);
    assertThat(err.toString()).contains(FailuresTest.class.getName());
  }

  private static ConnectionException ofKind(Kind kind) {
    return new ConnectionException(kind, "no; do this", null);
  }

  private static int handle(Exception failure, StringWriter err) {
    CommandLine bbq = Bbq.commandLine(new TestIo(Map.of()).io());
    ParseResult parsed = bbq.parseArgs();
    return new Failures(new PrintWriter(err, true)).handleExecutionException(failure, bbq, parsed);
  }
}
