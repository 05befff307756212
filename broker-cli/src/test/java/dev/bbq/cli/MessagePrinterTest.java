// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static dev.bbq.cli.MessagePrinter.End.COUNT;
import static dev.bbq.cli.MessagePrinter.End.IDLE;
import static dev.bbq.cli.MessagePrinter.End.INTERRUPTED;
import static dev.bbq.cli.MessagePrinter.End.OUTPUT_CLOSED;
import static dev.bbq.cli.MessagePrinter.Form.BODY;
import static dev.bbq.cli.MessagePrinter.Form.JSON;
import static dev.bbq.cli.MessagePrinter.Form.LINE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.ConnectionException;
import dev.bbq.api.Message;
import dev.bbq.api.MessageProperties;
import dev.bbq.cli.FakeReceiver.Deliver;
import dev.bbq.cli.FakeReceiver.Fail;
import dev.bbq.cli.FakeReceiver.Interrupt;
import dev.bbq.cli.FakeReceiver.Nothing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessagePrinterTest {

  private static final Optional<Duration> IDLE_TIME = Optional.of(Duration.ofSeconds(3));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<String> writtenAtAcks = new ArrayList<>();
  private final FakeReceiver receiver =
      new FakeReceiver(() -> writtenAtAcks.add(out.toString(UTF_8)));

  @Test
  void shouldWriteBodiesAsTheyAre() throws IOException {
    receiver.addText("a", "", "b\n");
    assertThat(printer(BODY).print(3, IDLE_TIME)).isEqualTo(COUNT);
    assertThat(out.toString(UTF_8)).isEqualTo("ab\n");
  }

  @Test
  void shouldEndEachLine() throws IOException {
    receiver.addText("a", "", "b\r");
    printer(LINE).print(3, IDLE_TIME);
    assertThat(out.toString(UTF_8)).isEqualTo("a\n\nb\r\n");
  }

  @Test
  void shouldLeaveTheLastLineAsItWas() throws IOException {
    receiver.addText("a").add(new Deliver(unterminated("b"), 0));
    printer(LINE).print(2, IDLE_TIME);
    assertThat(out.toString(UTF_8)).isEqualTo("a\nb");
  }

  @Test
  void shouldNotGlueAnotherMessageToALastLine() throws IOException {
    receiver.add(new Deliver(unterminated("a"), 0), new Nothing()).addText("b");
    printer(LINE).print(2, IDLE_TIME);
    assertThat(out.toString(UTF_8)).isEqualTo("a\nb\n");
  }

  @Test
  void shouldAckABurstAtOnceAndOnlyWhenItIsWritten() throws IOException {
    receiver.addText("a", "b").add(new Nothing()).addText("c");
    printer(LINE).print(3, IDLE_TIME);
    assertThat(receiver.acked).containsExactly(2L, 3L);
    assertThat(writtenAtAcks).containsExactly("a\nb\n", "a\nb\nc\n");
  }

  @Test
  void shouldAckBeforeTheCreditIsUsedUp() throws IOException {
    receiver.addText("a", "b", "c", "d", "e");
    new MessagePrinter(receiver, out, LINE, Pace.of(Optional.empty()), 2).print(5, IDLE_TIME);
    assertThat(receiver.acked).containsExactly(2L, 4L, 5L);
  }

  @Test
  void shouldWaitOnlyWhenNothingIsGathered() throws IOException {
    receiver.addText("a").add(new Nothing());
    printer(LINE).print(9, IDLE_TIME);
    assertThat(receiver.waits)
        .containsExactly(Duration.ofSeconds(3), Duration.ZERO, Duration.ofSeconds(3));
  }

  @Test
  void shouldTakeNoMoreThanWanted() throws IOException {
    receiver.addText("a", "b", "c");
    assertThat(printer(LINE).print(2, IDLE_TIME)).isEqualTo(COUNT);
    assertThat(out.toString(UTF_8)).isEqualTo("a\nb\n");
    assertThat(receiver.acked).containsExactly(2L);
    assertThat(receiver.left()).isEqualTo(1);
  }

  @Test
  void shouldEndWhenIdle() throws IOException {
    receiver.addText("a");
    MessagePrinter printer = printer(LINE);
    assertThat(printer.print(Long.MAX_VALUE, IDLE_TIME)).isEqualTo(IDLE);
    assertThat(printer.written()).isEqualTo(1);
  }

  @Test
  void shouldWriteAndAckWhatItHasWhenInterrupted() throws IOException {
    receiver.addText("a").add(new Interrupt()).addText("b");
    assertThat(printer(LINE).print(9, Optional.empty())).isEqualTo(INTERRUPTED);
    assertThat(out.toString(UTF_8)).isEqualTo("a\n");
    assertThat(receiver.acked).containsExactly(1L);
  }

  @Test
  void shouldNotWriteWhatWasGatheredWhenTheConnectionIsLost() {
    receiver
        .addText("a")
        .add(new Nothing())
        .addText("b")
        .add(new Fail(new ConnectionException("connection lost")));
    MessagePrinter printer = printer(LINE);
    assertThatThrownBy(() -> printer.print(9, IDLE_TIME)).isInstanceOf(ConnectionException.class);
    assertThat(out.toString(UTF_8)).isEqualTo("a\n");
    assertThat(printer.written()).isEqualTo(1);
  }

  @Test
  void shouldEndQuietlyWithoutAckingWhenTheReaderHasGone() throws IOException {
    receiver.addText("a");
    MessagePrinter printer =
        new MessagePrinter(receiver, failing("Broken pipe"), LINE, Pace.of(Optional.empty()), 100);
    assertThat(printer.print(9, IDLE_TIME)).isEqualTo(OUTPUT_CLOSED);
    assertThat(receiver.acked).isEmpty();
    assertThat(printer.written()).isZero();
  }

  @Test
  void shouldFailWithoutAckingWhenTheDiskIsFull() {
    receiver.addText("a");
    MessagePrinter printer =
        new MessagePrinter(
            receiver, failing("No space left"), LINE, Pace.of(Optional.empty()), 100);
    assertThatThrownBy(() -> printer.print(9, IDLE_TIME)).hasMessage("No space left");
    assertThat(receiver.acked).isEmpty();
  }

  @Test
  void shouldWriteMessagesLargerThanItsBuffer() throws IOException {
    byte[] body = new byte[1_000_003];
    new Random(1).nextBytes(body);
    receiver.addText("a").add(new Deliver(Message.of(body), 0)).addText("b");
    printer(BODY).print(3, IDLE_TIME);
    byte[] written = out.toByteArray();
    assertThat(written).hasSize(body.length + 2);
    assertThat(Message.of(written, 1, body.length)).isEqualTo(Message.of(body));
  }

  @Test
  void shouldCountWhatWasDeliveredBefore() throws IOException {
    receiver.addText("a").add(new Deliver(Message.of("b"), 2));
    MessagePrinter printer = printer(LINE);
    printer.print(2, IDLE_TIME);
    assertThat(printer.written()).isEqualTo(2);
    assertThat(printer.redelivered()).isEqualTo(1);
  }

  @Test
  void shouldCountWhatItsPublisherHadSentBefore() throws IOException {
    Message resent = Message.of("b").with(MessageProperties.builder().resent(true).build());
    receiver.addText("a").add(new Deliver(resent, 0));
    MessagePrinter printer = printer(LINE);
    printer.print(2, IDLE_TIME);
    assertThat(printer.resent()).isEqualTo(1);
  }

  @Test
  void shouldGoOnWhenAcksFailBecauseAConnectionWasLostForAWhile() throws IOException {
    receiver.addText("a").failAcks(new ConnectionException("connection lost")).addText("b");
    MessagePrinter printer = printer(LINE);
    assertThat(printer.print(2, IDLE_TIME)).isEqualTo(COUNT);
    assertThat(out.toString(UTF_8)).isEqualTo("a\nb\n");
  }

  @Test
  void shouldWriteALineOfJsonForEachMessage() throws IOException {
    receiver.addText("a", "b");
    printer(JSON).print(2, IDLE_TIME);
    assertThat(out.toString(UTF_8).lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"queue\":\"q\",") && line.endsWith("}"));
  }

  @Test
  void shouldAckEachMessageAloneWhenThePaceIsLimited() throws IOException {
    receiver.addText("a", "b");
    new MessagePrinter(receiver, out, LINE, Pace.of(Optional.of(1e6)), 100).print(2, IDLE_TIME);
    assertThat(receiver.acked).containsExactly(1L, 2L);
  }

  private MessagePrinter printer(MessagePrinter.Form form) {
    return new MessagePrinter(receiver, out, form, Pace.of(Optional.empty()), 100);
  }

  private static Message unterminated(String body) {
    return Message.of(body)
        .with(MessageProperties.builder().header(PropertyOptions.UNTERMINATED, true).build());
  }

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int single) throws IOException {
        throw new IOException(reason);
      }
    };
  }
}
