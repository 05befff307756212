// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import dev.bbq.api.BbqClient;
import dev.bbq.api.Delivery;
import dev.bbq.api.Message;
import dev.bbq.api.Publisher;
import dev.bbq.api.PublisherOptions;
import dev.bbq.api.Subscription;
import java.time.Duration;
import java.util.Random;

/**
 * A publisher that sends again what it was not told of, and a subscription that hands back two
 * messages in a hundred at their first delivery.
 */
final class SteadyTraffic implements Traffic {

  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final int BURST = 5;
  private static final int PER_SECOND = 50;
  private static final int LARGE = 40_000;

  private final Random random;
  private final Faults faults;
  private final String queue;
  private final Ledger ledger;
  private final BbqClient client;
  private final Publisher publisher;
  private final Subscription subscription;
  private final Pace publishing;

  SteadyTraffic(Target target, Random random) {
    this.random = random;
    faults = target.faults();
    queue = target.queue("steady");
    ledger = target.ledger("steady", PER_SECOND);
    client = target.connect();
    client.topology().declareQueue(queue);
    publisher =
        client.publisher(
            PublisherOptions.DEFAULT.withAtLeastOnce().withMaxWait(Duration.ofMinutes(2)));
    subscription = Target.patiently(() -> client.subscribe(queue, this::take));
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
    if (!publisher.close(Duration.ofMinutes(2))) {
      faults.add(queue + ": publisher not closed");
    }
    ledger.sentAgain(publisher.resent());
  }

  @Override
  public boolean isDrained() {
    return ledger.missing() == 0;
  }

  @Override
  public void close() {
    if (subscription.ended().isDone()) {
      faults.add(queue + ": subscription ended by itself");
    }
    client.close();
    ledger.close();
  }

  @Override
  public String toString() {
    return ledger.toString();
  }
}
