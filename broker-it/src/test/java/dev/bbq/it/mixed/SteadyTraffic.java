// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import dev.bbq.api.Delivery;
import dev.bbq.api.Message;
import dev.bbq.api.Publisher;
import dev.bbq.api.PublisherOptions;
import dev.bbq.api.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * A publisher that sends again what it was not told of, and a subscription that hands back two
 * messages in a hundred at their first delivery.
 */
final class SteadyTraffic extends QueueTraffic {

  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final int BURST = 5;
  private static final int PER_SECOND = 50;
  private static final int LARGE = 40_000;

  private final Random random;
  private final Publisher publisher;
  private final Subscription subscription;
  private final Pace publishing;

  SteadyTraffic(Target target, Random random) {
    super(target, "steady", PER_SECOND);
    this.random = random;
    publisher =
        client.publisher(
            PublisherOptions.DEFAULT.withAtLeastOnce().withMaxWait(Duration.ofMinutes(2)));
    subscription = client.subscribe(queue, this::take);
    publishing = new Pace("steady-" + target.pair(), PERIOD, faults, this::publish);
  }

  private void publish() {
    for (int i = 0; i < BURST; i++) {
      int length = random.nextInt(1000) == 0 ? LARGE : random.nextInt(500);
      String text = ledger.next(length);
      publisher
          .publish("", queue, Message.of(text))
          .whenComplete(
              (done, failure) -> {
                if (failure == null) {
                  ledger.confirm(text);
                } else {
                  faults.add("%s: not published: %s".formatted(queue, failure));
                }
              });
    }
  }

  private void take(Delivery delivery) {
    Message message = delivery.message();
    int redeliveries = delivery.redeliveries();
    int number = ledger.arrive(message.text(), redeliveries, message.properties().resent());
    if (redeliveries == 0 && number % 100 == 33) {
      delivery.nack();
    } else if (redeliveries == 0 && number % 100 == 66) {
      delivery.requeue();
    }
  }

  @Override
  public void stopPublishing() {
    publishing.stop();
    close(publisher);
    ledger.sentAgain(publisher.resent());
  }

  @Override
  public void close() {
    closeWith(List.of(subscription));
  }
}
