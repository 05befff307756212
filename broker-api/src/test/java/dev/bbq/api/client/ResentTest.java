// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.Message;
import dev.bbq.api.OutcomeUnknownException;
import dev.bbq.api.Publisher;
import dev.bbq.api.PublisherOptions;
import dev.bbq.api.transport.CloseCause;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a publisher counts what it sends again. */
@Timeout(30)
final class ResentTest {

  private static final Message BODY = Message.of("body");

  private final FakeBroker broker = new FakeBroker();
  private final Client client = broker.connect(FakeBroker.reconnecting().build());
  private final FakeConnection first = broker.nextGreeted();

  @AfterEach
  void end() {
    client.close(Duration.ZERO);
    broker.close();
  }

  @Test
  void shouldCountEachTimeThatAMessageIsSentAgain() {
    Publisher publisher = client.publisher(PublisherOptions.DEFAULT.withAtLeastOnce());
    CompletableFuture<Void> published = publisher.publish("", "q", BODY);
    first.nextStream().nextBlock();
    assertThat(publisher.resent()).isZero();

    first.lose(CloseCause.Kind.IDLE_TIMEOUT, 0, "");
    FakeConnection second = broker.nextGreeted();
    second.nextStream().nextBlock();
    assertThat(publisher.resent()).isEqualTo(1);

    second.lose(CloseCause.Kind.IDLE_TIMEOUT, 0, "");
    FakeStream last = broker.nextGreeted().nextStream();
    last.nextBlock();
    last.send((byte) 1);
    published.join();
    assertThat(publisher.resent()).isEqualTo(2);
  }

  @Test
  void shouldCountNothingWhenWhatIsUnknownFails() {
    Publisher publisher = client.publisher();
    CompletableFuture<Void> published = publisher.publish("", "q", BODY);
    first.nextStream().nextBlock();

    first.lose(CloseCause.Kind.IDLE_TIMEOUT, 0, "");

    assertThat(published)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(OutcomeUnknownException.class);
    assertThat(publisher.resent()).isZero();
  }
}
