// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** Each {@code bbq} command line in the README and the pages is one that the command takes. */
final class DocumentedCommandsTest {

  /** A fenced block, an indented line, or code within a line. */
  private static final Pattern CODE =
      Pattern.compile(
          "(?ms)^```\\w*\n(?<fenced>.*?)^```|^    (?<line>[^\n]+)$|`(?<inline>[^`\n]+)`");

  /** What is in quotes, what parts commands, or a word. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<part>\\|\\|?|&&|;|<\\(|\\))|(?<word>(?:'[^']*'|\"[^\"]*\"|[^\\s|&;'\"()])+)");

  private static final Pattern NO_ARGUMENTS = Pattern.compile("(^|\\s)#.*|\\s[<>] *[^\\s(]+");
  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Z_]+=.*");
  private static final Pattern BBQ = Pattern.compile("(.*/)?bbq");

  /** What stands for a value that not every text is. */
  private static final Map<String, String> PLACEHOLDERS =
      Map.of("COMMAND", "status", "TYPE", "topic", "N", "1", "DURATION", "1s");

  private record Documented(String page, List<String> words, boolean mentioned) {}

  @Test
  void shouldTakeEachCommandLineOnThePages() throws IOException {
    List<Documented> commands = new ArrayList<>();
    for (Path page : pages()) {
      collect(root().relativize(page).toString(), Files.readString(page), commands);
    }

    assertThat(commands).hasSizeGreaterThan(60);
    assertThat(commands.stream().map(Documented::page).distinct()).contains("README.md");
    assertThat(commands.stream().map(DocumentedCommandsTest::problem).filter(p -> !p.isEmpty()))
        .isEmpty();
  }

  @Test
  void shouldFindWhatIsNotTaken() {
    List<Documented> commands = new ArrayList<>();
    collect(
        "page",
        """
        Say `bbq publish` or `bbq pubish`, then `bbq list queues --jsn`:

            A=b ./bbq bind orders events 'order.#' | bbq consume # bbq nothing
            docker run bbq
        """,
        commands);

    assertThat(commands.stream().map(Documented::words))
        .containsExactly(
            List.of("publish"),
            List.of("pubish"),
            List.of("list", "queues", "--jsn"),
            List.of("bind", "orders", "events", "order.#"),
            List.of("consume"));
    assertThat(commands.stream().map(DocumentedCommandsTest::problem))
        .satisfiesExactly(
            fine -> assertThat(fine).isEmpty(),
            unknown -> assertThat(unknown).contains("pubish"),
            option -> assertThat(option).contains("--jsn"),
            fine -> assertThat(fine).isEmpty(),
            missing -> assertThat(missing).contains("QUEUE"));
  }

  private static void collect(String page, String text, List<Documented> into) {
    Matcher code = CODE.matcher(text);
    while (code.find()) {
      boolean mentioned = code.group("inline") != null;
      Stream.of("fenced", "line", "inline")
          .map(code::group)
          .filter(found -> found != null)
          .flatMap(found -> found.replace("\\|", "|").replace("\\\n", " ").lines())
          .flatMap(line -> commands(NO_ARGUMENTS.matcher(line).replaceAll("")).stream())
          .forEach(words -> into.add(new Documented(page, words, mentioned)));
    }
  }

  /** Returns the words behind {@code bbq} of each command of a line that is one. */
  private static List<List<String>> commands(String line) {
    List<List<String>> commands = new ArrayList<>(List.of(new ArrayList<>()));
    Matcher token = TOKEN.matcher(line);
    while (token.find()) {
      if (token.group("part") != null) {
        commands.add(new ArrayList<>());
      } else {
        List<String> words = commands.get(commands.size() - 1);
        String word = token.group("word").replaceAll("['\"]", "");
        if (!words.isEmpty() || !ASSIGNMENT.matcher(word).matches()) {
          words.add(PLACEHOLDERS.getOrDefault(word, word));
        }
      }
    }
    return commands.stream()
        .filter(words -> !words.isEmpty() && BBQ.matcher(words.get(0)).matches())
        .map(words -> words.subList(1, words.size()))
        .filter(words -> !words.isEmpty())
        .toList();
  }

  private static String problem(Documented command) {
    CommandLine bbq = Bbq.commandLine(new TestIo(Map.of()).io());
    try {
      bbq.parseArgs(command.words().toArray(String[]::new));
      return "";
    } catch (MissingParameterException e) {
      return command.mentioned() ? "" : command + ": " + e.getMessage(); // half of one, in a text
    } catch (ParameterException e) {
      return command + ": " + e.getMessage();
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(root().resolve("docs"))) {
      return Stream.concat(Stream.of(root().resolve("README.md")), docs)
          .filter(page -> page.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("README.md"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
