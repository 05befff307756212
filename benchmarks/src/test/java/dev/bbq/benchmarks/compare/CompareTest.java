// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class CompareTest {

  @TempDir Path folder;

  /** Of those that are compared this is the one that needs nothing installed. */
  @Test
  void shouldMeasureWhatIsThereAndNameWhatIsMissing() throws Exception {
    int code = run("--peers", "raw-netty-quic,bbq-kwik,artemis", "--workloads", "publish:1024");

    assertThat(code).isZero();
    String report = Files.readString(folder.resolve("out/comparison.md"));
    assertThat(report)
        .contains("## Publish, confirmed, 1,024 bytes")
        .containsPattern("\\| raw-netty-quic \\| [1-9][0-9,]* \\|")
        .contains("- bbq-kwik: no bin/bbq: folder=")
        .contains("- artemis: no bin/artemis: folder=");
    assertThat(Files.readAllLines(folder.resolve("out/comparison.csv"))).hasSize(2);
    assertThat(texts(folder.resolve("out/comparison.svg")))
        .contains("publish, confirmed, 1,024 bytes (messages/s)")
        .contains("raw-netty-quic");
  }

  @Test
  void shouldNameThePeersWhenThereIsNoSuch() {
    assertThat(run("--peers", "kafka")).isEqualTo(CommandLine.ExitCode.USAGE);
  }

  private int run(String... arguments) {
    CommandLine command = Compare.commandLine();
    command.setErr(new java.io.PrintWriter(new java.io.StringWriter()));
    String[] all =
        new String[] {
          "--bbq",
          folder.resolve("none").toString(),
          "--artemis",
          folder.resolve("none").toString(),
          "--out",
          folder.resolve("out").toString(),
          "--rounds",
          "1",
          "--warm-up",
          "1",
          "--time",
          "1"
        };
    String[] both = java.util.Arrays.copyOf(all, all.length + arguments.length);
    System.arraycopy(arguments, 0, both, all.length, arguments.length);
    return command.execute(both);
  }

  private static String texts(Path svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(svg.toFile())
        .getDocumentElement()
        .getTextContent();
  }
}
