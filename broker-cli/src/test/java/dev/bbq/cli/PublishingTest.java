// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.BbqTimeoutException;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.Message;
import dev.bbq.api.OutcomeUnknownException;
import dev.bbq.api.Publisher;
import dev.bbq.api.RefusedException;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishingTest {

  private final List<Message> published = new ArrayList<>();
  private final Confirms confirms = new Confirms(FailureReport.to(Optional.empty()));

  @TempDir private Path folder;

  @Test
  void shouldPublishAMessageALine() throws Exception {
    publishing(message -> confirmed()).publish(lines("a\n\nb\r\n"));
    assertThat(published).containsExactly(Message.of("a"), Message.of(""), Message.of("b\r"));
    assertThat(confirms.summary()).isEqualTo("3 confirmed");
    assertThat(confirms.failure()).isEmpty();
  }

  @Test
  void shouldMarkALastLineWithoutLineEnd() throws Exception {
    publishing(message -> confirmed()).publish(lines("a\nb"));
    assertThat(published)
        .extracting(message -> message.properties().headers().keySet().toString())
        .containsExactly("[]", "[bbq-unterminated]");
  }

  @Test
  void shouldPublishTheSameBodyANumberOfTimes() throws Exception {
    byte[] body = {1, 2};
    publishing(message -> confirmed())
        .publish(MessageSource.repeated(body, 2, new PropertyOptions()));
    assertThat(published).containsExactly(Message.of(body), Message.of(body));
  }

  @Test
  void shouldNotLetARefusalStopTheOthers() throws Exception {
    RefusedException full = new RefusedException(ErrorCode.QUEUE_FULL, "full");
    RefusedException nowhere = new RefusedException(ErrorCode.UNROUTABLE, "no binding");
    publishing(
            message ->
                switch (message.text()) {
                  case "b" -> CompletableFuture.failedFuture(full);
                  case "d", "e" -> CompletableFuture.failedFuture(nowhere);
                  default -> confirmed();
                })
        .publish(lines("a\nb\nc\nd\ne\nf\n"));
    assertThat(published).hasSize(6);
    assertThat(confirms.failure()).contains(full);
    assertThat(confirms.summary())
        .isEqualTo(
            "3 confirmed, 3 refused {UNROUTABLE=2, QUEUE_FULL=1}; the first that failed was"
                + " message 2");
    assertThat(confirms.json())
        .isEqualTo(
            "{\"confirmed\":3,\"refused\":{\"UNROUTABLE\":2,\"QUEUE_FULL\":1},\"unknown\":0,"
                + "\"unsent\":0,\"resent\":0,\"firstFailed\":2}");
  }

  @Test
  void shouldCountWhatBecameOfAllOnTheWay() throws Exception {
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    publishing(
            message -> {
              CompletableFuture<Void> answer = new CompletableFuture<>();
              answers.add(answer);
              return answer;
            })
        .publish(lines("a\nb\nc\n"));
    answers.get(0).complete(null);
    answers.get(1).completeExceptionally(new OutcomeUnknownException("lost"));
    answers.get(2).complete(null);
    confirms.await(Duration.ofSeconds(1));
    assertThat(confirms.summary())
        .isEqualTo("2 confirmed, 1 of unknown outcome; the first that failed was message 2");
  }

  @Test
  void shouldTellOfTheUnknownBeforeTheRefused() {
    OutcomeUnknownException unknown = new OutcomeUnknownException("lost");
    confirms.addUnsent(new RefusedException(ErrorCode.QUEUE_FULL, "full"));
    confirms.addUnsent(unknown);
    confirms.addUnsent(new ConnectionException("gone"));
    assertThat(confirms.failure()).contains(unknown);
  }

  @Test
  void shouldTellWhatWasSentAgain() throws Exception {
    publishing(message -> confirmed()).publish(lines("a\nb\n"));
    confirms.noteResent(1);
    assertThat(confirms.summary()).isEqualTo("2 confirmed, 1 sent again");
    assertThat(confirms.json()).contains("\"resent\":1,");
  }

  @Test
  void shouldStopAtAMessageThatCanNotBeSent() throws Exception {
    publishing(
            message -> {
              throw new BbqTimeoutException("window full");
            })
        .publish(lines("a\nb\n"));
    assertThat(confirms.isOver()).isTrue();
    assertThat(confirms.summary())
        .isEqualTo("0 confirmed, 1 not sent; the first that failed was message 1");
  }

  @Test
  void shouldGiveUpOnAnswersThatDoNotCome() throws Exception {
    confirms.add(confirmed());
    confirms.add(new CompletableFuture<>());
    confirms.add(new CompletableFuture<>());
    confirms.await(Duration.ofMillis(1));
    assertThat(confirms.failure()).containsInstanceOf(OutcomeUnknownException.class);
    assertThat(confirms.summary())
        .isEqualTo("1 confirmed, 2 of unknown outcome; the first that failed was message 2");
  }

  @Test
  void shouldReportEachMessageThatWasNotConfirmed() throws Exception {
    Path file = folder.resolve("failed");
    try (FailureReport report = FailureReport.to(Optional.of(file))) {
      Confirms reported = new Confirms(report);
      reported.add(confirmed());
      reported.addUnsent(new RefusedException(ErrorCode.QUEUE_FULL, "full"));
      reported.addUnsent(new OutcomeUnknownException("lo\nst"));
      reported.addUnsent(new ConnectionException("gone"));
    }
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "2\trefused\trefused: code=QUEUE_FULL, reason=full",
            "3\tunknown\tlo\\u000ast",
            "4\tunsent\tgone");
  }

  private Publishing publishing(Function<Message, CompletableFuture<Void>> answers) {
    return new Publishing(
        new FakePublisher(answers), "x", "k", Pace.of(Optional.empty()), confirms);
  }

  private static CompletableFuture<Void> confirmed() {
    return CompletableFuture.completedFuture(null);
  }

  private static MessageSource lines(String text) {
    return MessageSource.lines(
        new LineSplitter(new ByteArrayInputStream(text.getBytes(UTF_8)), 16, 1024),
        new PropertyOptions());
  }

  private final class FakePublisher implements Publisher {

    private final Function<Message, CompletableFuture<Void>> answers;

    FakePublisher(Function<Message, CompletableFuture<Void>> answers) {
      this.answers = answers;
    }

    @Override
    public CompletableFuture<Void> publish(String exchange, String routingKey, Message message) {
      published.add(message);
      return answers.apply(message);
    }

    @Override
    public Optional<CompletableFuture<Void>> tryPublish(
        String exchange, String routingKey, Message message) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long resent() {
      return 0;
    }

    @Override
    public void close() {}

    @Override
    public boolean close(Duration timeout) {
      return true;
    }
  }
}
