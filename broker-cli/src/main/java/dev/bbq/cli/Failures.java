// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqException;
import dev.bbq.api.BbqTimeoutException;
import dev.bbq.api.ClosedException;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.OutcomeUnknownException;
import dev.bbq.api.RefusedException;
import dev.bbq.api.plugin.PluginException;
import dev.bbq.api.transport.TransportException;
import dev.bbq.certs.CertificatesException;
import dev.bbq.cli.bench.BenchException;
import dev.bbq.core.BrokerException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What a failed command tells: one line that says what failed and what to do, and an exit code. A
 * stack trace comes only with what should never happen.
 */
record Failures(PrintWriter err) implements IExecutionExceptionHandler, IParameterExceptionHandler {

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult parseResult) {
    int exitCode = exitCode(failure);
    err.println("%s: %s".formatted(command.getCommandSpec().qualifiedName(), describe(failure)));
    if (!isExpected(failure)) {
      failure.printStackTrace(err);
    }
    return exitCode;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    err.println("%s: %s; see '%s --help'".formatted(name, failure.getMessage(), name));
    UnmatchedArgumentException.printSuggestions(failure, err);
    return ExitCode.USAGE;
  }

  /** Returns the exit code for a failure. */
  static int exitCode(Throwable failure) {
    return switch (failure) {
      case CommandException e -> e.exitCode();
      case RefusedException e -> ExitCode.REFUSED;
      case ConnectionException e ->
          switch (e.kind()) {
            case UNREACHABLE, LOST -> ExitCode.CONNECTION;
            case CERTIFICATE -> ExitCode.CERTIFICATE;
            case REFUSED -> ExitCode.REFUSED;
          };
      case BrokerException e when isOf(e, TransportException.Kind.TLS) -> ExitCode.CERTIFICATE;
      case ClosedException e -> ExitCode.CONNECTION;
      case OutcomeUnknownException e -> ExitCode.UNKNOWN;
      case BbqTimeoutException e -> ExitCode.TIMEOUT;
      case IllegalArgumentException e -> ExitCode.USAGE;
      default -> ExitCode.FAILURE;
    };
  }

  /** Returns what failed and, as far as that is known, what to do, in one line. */
  static String describe(Throwable failure) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    String advice =
        switch (failure) {
          case RefusedException e -> advice(e.code());
          case ConnectionException e when e.kind() == ConnectionException.Kind.LOST ->
              "the broker may be about to restart: try again, 'bbq status' tells when it is up";
          case OutcomeUnknownException e ->
              "it may or may not have been kept; to send it again may make a duplicate";
          case BrokerException e when isOf(e, TransportException.Kind.ADDRESS) ->
              "another program may listen there: choose with --listen";
          case BrokerException e when isOf(e, TransportException.Kind.TLS) ->
              "give certificate and key of one pair: 'bbq certs DIR' makes them";
          case BbqTimeoutException e -> "the broker may be busy: try again";
          default -> "";
        };
    return Printable.of((advice.isEmpty() ? message : message + "; " + advice).replace('\n', ' '));
  }

  private static String advice(ErrorCode code) {
    return switch (code) {
      case UNKNOWN_EXCHANGE -> "declare it: 'bbq declare exchange NAME --type TYPE'";
      case UNROUTABLE ->
          "bind a queue for that key: 'bbq bind QUEUE EXCHANGE KEY'; at the default exchange the"
              + " key is the name of a queue";
      case UNKNOWN_QUEUE -> "declare it: 'bbq declare queue NAME'";
      case QUEUE_FULL, BLOCKED -> "consume what is there, then try again";
      case DECLARED_DIFFERENTLY -> "use its type and options, or another name";
      case INVALID_NAME -> "names are 1 to 255 bytes of UTF-8 without control characters";
      case SHUTTING_DOWN -> "try again when it is back";
      case QUEUE_DELETED -> "somebody has deleted the queue";
      default -> "";
    };
  }

  private static boolean isOf(BrokerException failure, TransportException.Kind kind) {
    return failure.getCause() instanceof TransportException cause && cause.kind() == kind;
  }

  private static boolean isExpected(Throwable failure) {
    return switch (failure) {
      case CommandException e -> true;
      case BbqException e -> true;
      case PluginException e -> true;
      case BrokerException e -> true;
      case CertificatesException e -> true;
      case BenchException e -> true;
      case IllegalArgumentException e -> true;
      case IOException e -> true;
      case UncheckedIOException e -> true;
      default -> false;
    };
  }
}
