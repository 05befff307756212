// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.BbqException;
import dev.bbq.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of errors has a row for each, and no row for what there is not. */
final class ErrorsPageTest {

  @Test
  void shouldExplainEveryExitCode() throws IOException {
    List<String> codes =
        ExitCode.meanings().keySet().stream().map(code -> code.replace(" ", "")).toList();
    assertThat(firstCells("Exit codes")).containsExactlyElementsOf(codes);
  }

  @Test
  void shouldExplainEveryErrorCode() throws IOException {
    assertThat(firstCells("Error codes"))
        .containsExactlyElementsOf(Arrays.stream(ErrorCode.values()).map(ErrorCode::name).toList());
  }

  @Test
  void shouldExplainEveryExceptionOfTheClient() throws IOException {
    assertThat(firstCells("Exceptions"))
        .containsAll(
            Arrays.stream(BbqException.class.getPermittedSubclasses())
                .map(type -> "`" + type.getSimpleName() + "`")
                .toList());
  }

  /** Returns the first cell of each row of the tables below a heading. */
  private static List<String> firstCells(String heading) throws IOException {
    String page = Files.readString(root().resolve("docs/errors.md"));
    int begin = page.indexOf("\n## " + heading + "\n");
    int end = page.indexOf("\n## ", begin + 1);
    return page.substring(begin, end)
        .lines()
        .filter(line -> line.startsWith("| "))
        .map(line -> line.substring(2, line.indexOf(" |", 2)).strip())
        .filter(cell -> !cell.equals("code") && !cell.equals("exception"))
        .toList();
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("README.md"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
