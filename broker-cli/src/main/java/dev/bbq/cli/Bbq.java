// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.ExchangeType;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand: asks for one. */
@Command(
    name = "bbq",
    header = "BBQ, a message broker that speaks QUIC.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  BBQ_SERVER      instead of --server",
      "  BBQ_CERTS       instead of --certs",
      "  BBQ_TRANSPORT   instead of --transport",
      "  BBQ_PLUGINS     instead of --plugins",
      "  BBQ_CONFIG      instead of --config of 'bbq serve', and one for each of its other flags",
      "",
      "Data goes to stdout, everything else to stderr. 'bbq COMMAND --help' says more."
    })
final class Bbq implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  private Bbq() {}

  /** Runs a command line and returns its exit code. */
  static int run(Io io, String... args) {
    return commandLine(io).execute(args);
  }

  /** Returns the parser with all commands. */
  static CommandLine commandLine(Io io) {
    CommandLine bbq =
        new CommandLine(new Bbq())
            .addSubcommand(serve(io))
            .addSubcommand(
                new CommandLine(new ConfigCommand())
                    .addSubcommand(new ConfigCheckCommand(io))
                    .addSubcommand(new ConfigPrintCommand(io)))
            .addSubcommand(new CertsCommand(io))
            .addSubcommand(
                new CommandLine(new DeclareCommand())
                    .addSubcommand(new DeclareExchangeCommand(io))
                    .addSubcommand(new DeclareQueueCommand(io)))
            .addSubcommand(new BindCommand(io))
            .addSubcommand(new UnbindCommand(io))
            .addSubcommand(
                new CommandLine(new DeleteCommand())
                    .addSubcommand(new DeleteExchangeCommand(io))
                    .addSubcommand(new DeleteQueueCommand(io)))
            .addSubcommand(new PurgeCommand(io))
            .addSubcommand(new ListCommand(io))
            .addSubcommand(new StatusCommand(io))
            .addSubcommand(new PublishCommand(io))
            .addSubcommand(new ConsumeCommand(io))
            .addSubcommand(new BenchCommand(io))
            .addSubcommand(new CompletionCommand(io))
            .addSubcommand(new BenchChildCommand(io))
            .addSubcommand(new RehearsalCommand(io));
    addCommons(bbq);
    Failures failures = new Failures(io.err());
    return bbq.setDefaultValueProvider(new EnvironmentDefaults(io.env()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(ExchangeType.class, ExchangeTypes::parse)
        .registerConverter(Duration.class, Durations::parse)
        .registerConverter(Instant.class, new Times(InstantSource.system()))
        .registerConverter(Header.class, Header::parse)
        .registerConverter(ServerAddress.class, ServerAddress::parse)
        .setOut(new PrintWriter(new OutputStreamWriter(io.out(), StandardCharsets.UTF_8), true))
        .setErr(io.err())
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures);
  }

  private static CommandLine serve(Io io) {
    CommandLine serve = new CommandLine(new ServeCommand(io));
    ServeFlags.addTo(serve.getCommandSpec());
    return serve;
  }

  private static void addCommons(CommandLine command) {
    command
        .getCommandSpec()
        .mixinStandardHelpOptions(true)
        .versionProvider(new Version())
        .usageMessage()
        .sortOptions(false)
        .sortSynopsis(false)
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(ExitCode.meanings());
    command.getSubcommands().values().forEach(Bbq::addCommons);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }
}
