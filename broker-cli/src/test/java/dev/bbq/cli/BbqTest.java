// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class BbqTest {

  private final TestIo caller = new TestIo(Map.of());

  static Stream<List<String>> commands() {
    CommandLine bbq = Bbq.commandLine(new TestIo(Map.of()).io());
    return Stream.concat(Stream.of(List.of()), below(bbq, List.of()));
  }

  private static Stream<List<String>> below(CommandLine command, List<String> path) {
    return command.getSubcommands().entrySet().stream()
        .flatMap(
            entry -> {
              List<String> here = Stream.concat(path.stream(), Stream.of(entry.getKey())).toList();
              return Stream.concat(Stream.of(here), below(entry.getValue(), here));
            });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldExplainEachCommandWithItsExitCodes(List<String> command) {
    String[] args = Stream.concat(command.stream(), Stream.of("--help")).toArray(String[]::new);
    assertThat(caller.run(args)).isZero();
    assertThat(caller.out()).contains("Usage: bbq", "Exit codes:", "the broker has refused it");
    assertThat(caller.err()).isEmpty();
  }

  @Test
  void shouldPrintTheVersionsOfBuildProtocolAndJvm() {
    assertThat(caller.run("--version")).isZero();
    assertThat(caller.out())
        .matches("bbq \\d+\\.\\d+\\.\\d+\\S*\\Rprotocol 1\\Rjava \\d+\\S* \\(.+\\)\\R");
  }

  @Test
  void shouldAskForACommand() {
    assertThat(caller.run()).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err()).isEqualToIgnoringNewLines("bbq: no command given; see 'bbq --help'");
  }

  @Test
  void shouldAskWhatToDeclare() {
    assertThat(caller.run("declare")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err()).startsWith("bbq declare: say what: exchange or queue;");
  }

  @Test
  void shouldAskWhatToDelete() {
    assertThat(caller.run("delete")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err()).startsWith("bbq delete: say what: exchange or queue;");
  }

  @Test
  void shouldNameWhatCanBeListed() {
    assertThat(caller.run("list", "cats")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err()).containsIgnoringCase("exchanges, queues, bindings");
  }

  @Test
  void shouldProposeACommandThatIsSpelledAlike() {
    assertThat(caller.run("consum", "q")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err()).contains("Did you mean: bbq consume");
  }

  @Test
  void shouldRefuseAnUnknownOption() {
    assertThat(caller.run("consume", "q", "--nonsense")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err())
        .startsWith("bbq consume: Unknown option: '--nonsense'; see 'bbq consume --help'");
  }

  @Test
  void shouldNameTheParameterThatIsMissing() {
    assertThat(caller.run("bind", "q")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err())
        .startsWith("bbq bind: Missing required parameters: 'EXCHANGE', 'KEY';");
  }

  @Test
  void shouldNameTheExchangeTypes() {
    assertThat(caller.run("declare", "exchange", "x", "--type", "odd")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err())
        .contains("'odd' is no type of exchange: take one of [direct, fanout, topic]");
  }

  @Test
  void shouldRefuseADurationWithoutUnit() {
    assertThat(caller.run("consume", "q", "--idle", "3")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err()).contains("'3' is no duration");
  }

  @Test
  void shouldRefuseCreditOutOfRange() {
    assertThat(caller.run("consume", "q", "--credit", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err()).startsWith("bbq consume: credit out of range: messages=0");
  }

  @Test
  void shouldRefuseToConsumeNothing() {
    assertThat(caller.run("consume", "q", "--count", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err()).startsWith("bbq consume: count out of range: count=0");
  }

  @Test
  void shouldSayWhereCertificatesComeFromWhenThereAreNone() {
    assertThat(caller.run("declare", "queue", "q")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err())
        .startsWith("bbq declare queue: no certificates given: use --certs DIR or set BBQ_CERTS;");
  }

  @Test
  void shouldSayWhichCertificateCanNotBeRead(@TempDir Path folder) {
    assertThat(caller.run("declare", "queue", "q", "--certs", folder.toString()))
        .isEqualTo(ExitCode.CERTIFICATE);
    assertThat(caller.err())
        .startsWith(
            "bbq declare queue: certificate not readable: file="
                + folder.resolve("client.pem")
                + ", reason=no such file;");
  }

  @Test
  void shouldSayWhichFileCanNotBeRead(@TempDir Path folder) {
    String file = folder.resolve("missing").toString();
    assertThat(caller.run("publish", "", "q", "--file", file)).isEqualTo(ExitCode.FAILURE);
    assertThat(caller.err())
        .startsWith("bbq publish: file not readable: " + file + " (No such file")
        .contains("; give another with --file");
  }

  @Test
  void shouldRefuseToServeWithoutCertificates() {
    assertThat(caller.run("serve")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err()).contains("bbq serve --dev");
  }

  @Test
  void shouldTellWhatCanBeListed() {
    assertThat(caller.run("list", "users")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err())
        .contains(
            "'users' can't be listed: take one of [exchanges, queues, bindings, connections]");
  }

  @Test
  void shouldRefuseToMeasureMessagesTooShortForATime() {
    assertThat(caller.run("bench", "--size", "7")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err())
        .startsWith("bbq bench: setting out of range: size=7, allowed=8 to 16777216");
  }

  @Test
  void shouldMakeCertificatesOnceAndPrintTheirNames(@TempDir Path folder) throws IOException {
    assertThat(caller.run("certs", folder.toString(), "broker.example")).isZero();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("ca.pem", "server.pem", "server.key.pem", "client.pem", "client.key.pem");
    }
    assertThat(caller.out().lines()).contains(folder.resolve("server.pem").toString());
    TestIo again = new TestIo(Map.of());
    assertThat(again.run("certs", folder.toString(), "broker.example", "::1")).isZero();
    assertThat(again.out()).isEmpty();
    assertThat(again.err()).contains("nothing to make");
  }

  @Test
  void shouldNotPassOverANameThatTheCertificateLacks(@TempDir Path folder) {
    assertThat(caller.run("certs", folder.toString())).isZero();
    assertThat(caller.run("certs", folder.toString(), "10.1.2.3")).isEqualTo(ExitCode.FAILURE);
    assertThat(caller.err())
        .contains(
            "certificate lacks names: file=%s, names=[10.1.2.3];"
                .formatted(folder.resolve("server.pem")));
  }
}
