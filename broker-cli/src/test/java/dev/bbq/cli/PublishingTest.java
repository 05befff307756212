// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.BbqTimeoutException;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.Message;
import dev.bbq.api.OutcomeUnknownException;
import dev.bbq.api.Publisher;
import dev.bbq.api.RefusedException;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PublishingTest {

  private final List<Message> published = new ArrayList<>();

  @Test
  void shouldPublishAMessageALine() throws Exception {
    Publishing publishing = publishing(message -> confirmed());
    publishing.publish(lines("a\n\nb\r\n"));
    assertThat(published).containsExactly(Message.of("a"), Message.of(""), Message.of("b\r"));
    assertThat(publishing.finish().summary()).isEqualTo("3 confirmed");
  }

  @Test
  void shouldMarkALastLineWithoutLineEnd() throws Exception {
    publishing(message -> confirmed()).publish(lines("a\nb"));
    assertThat(published)
        .extracting(message -> message.properties().headers().keySet().toString())
        .containsExactly("[]", "[bbq-unterminated]");
  }

  @Test
  void shouldPublishAWholeInputAsOneMessage() throws Exception {
    publishing(message -> confirmed()).publish(input("a\nb\n"), 4);
    assertThat(published).containsExactly(Message.of("a\nb\n"));
  }

  @Test
  void shouldRefuseAnInputLongerThanAMessageMayBe() {
    Publishing publishing = publishing(message -> confirmed());
    assertThatThrownBy(() -> publishing.publish(input("12345"), 4))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("message too long: limit=4;");
    assertThat(published).isEmpty();
  }

  @Test
  void shouldStopAtTheFirstRefusal() throws Exception {
    RefusedException refusal = new RefusedException(ErrorCode.QUEUE_FULL, "full");
    Publishing publishing =
        publishing(
            message ->
                message.text().equals("b") ? CompletableFuture.failedFuture(refusal) : confirmed());
    publishing.publish(lines("a\nb\nc\n"));
    Confirms confirms = publishing.finish();
    assertThat(published).hasSize(2);
    assertThat(confirms.failure()).contains(refusal);
    assertThat(confirms.summary())
        .isEqualTo("1 confirmed, 1 refused; the first that failed was message 2");
  }

  @Test
  void shouldCountWhatBecameOfAllOnTheWay() throws Exception {
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    Publishing publishing =
        publishing(
            message -> {
              CompletableFuture<Void> answer = new CompletableFuture<>();
              answers.add(answer);
              return answer;
            });
    publishing.publish(lines("a\nb\nc\n"));
    answers.get(0).complete(null);
    answers.get(1).completeExceptionally(new OutcomeUnknownException("lost"));
    answers.get(2).complete(null);
    assertThat(publishing.finish().summary())
        .isEqualTo("2 confirmed, 1 of unknown outcome; the first that failed was message 2");
  }

  @Test
  void shouldStopWhenTheWindowStaysFull() throws Exception {
    Publishing publishing =
        publishing(
            message -> {
              throw new BbqTimeoutException("window full");
            });
    publishing.publish(lines("a\nb\n"));
    assertThat(publishing.finish().summary())
        .isEqualTo("0 confirmed, 1 not sent; the first that failed was message 1");
  }

  @Test
  void shouldGiveUpOnAnswersThatDoNotCome() throws Exception {
    Confirms confirms = new Confirms();
    confirms.add(confirmed());
    confirms.add(new CompletableFuture<>());
    confirms.add(new CompletableFuture<>());
    confirms.await(Duration.ofMillis(1));
    assertThat(confirms.confirmed()).isEqualTo(1);
    assertThat(confirms.failure()).containsInstanceOf(BbqTimeoutException.class);
    assertThat(confirms.summary())
        .isEqualTo("1 confirmed, 2 of unknown outcome; the first that failed was message 2");
  }

  private Publishing publishing(Function<Message, CompletableFuture<Void>> answers) {
    return new Publishing(new FakePublisher(answers), "x", "k");
  }

  private static CompletableFuture<Void> confirmed() {
    return CompletableFuture.completedFuture(null);
  }

  private static LineSplitter lines(String text) {
    return new LineSplitter(input(text), 16, 1024);
  }

  private static ByteArrayInputStream input(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
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
    public void close() {}

    @Override
    public boolean close(Duration timeout) {
      return true;
    }
  }
}
