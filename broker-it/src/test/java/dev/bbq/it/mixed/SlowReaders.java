// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import dev.bbq.api.Credit;
import dev.bbq.api.Delivery;
import dev.bbq.api.Message;
import dev.bbq.api.OutcomeUnknownException;
import dev.bbq.api.Publisher;
import dev.bbq.api.PublisherOptions;
import dev.bbq.api.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Two subscriptions of little credit that stand still now and then, so that there is a backlog most
 * of the time, and a publisher that takes a stream for each message.
 */
final class SlowReaders extends QueueTraffic {

  private static final int PER_SECOND = 10;
  private static final Duration PERIOD = Duration.ofMillis(1000 / PER_SECOND);
  private static final int BYTES = 300;
  private static final Credit CREDIT = Credit.of(10);
  private static final int BETWEEN_STOPS = 100;
  private static final Duration STOP = Duration.ofSeconds(4);
  private static final Duration WORK = Duration.ofMillis(60);

  private final Publisher publisher;
  private final List<Subscription> readers;
  private final Pace publishing;
  private volatile boolean hurry;

  SlowReaders(Target target) {
    super(target, "slow", PER_SECOND);
    publisher =
        client.publisher(
            PublisherOptions.DEFAULT.withStreamPerMessage().withMaxWait(Duration.ofMinutes(2)));
    Supplier<Subscription> reader = () -> client.subscribe(queue, CREDIT, this::take);
    readers = List.of(reader.get(), reader.get());
    publishing = new Pace("slow-" + target.pair(), PERIOD, faults, this::publish);
  }

  private void publish() {
    String text = ledger.next(BYTES);
    publisher
        .publish("", queue, Message.of(text))
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                ledger.confirm(text);
              } else if (!(failure instanceof OutcomeUnknownException)) {
                faults.add("%s: not published: %s".formatted(queue, failure));
              }
            });
  }

  private void take(Delivery delivery) throws InterruptedException {
    Message message = delivery.message();
    int number =
        ledger.arrive(message.text(), delivery.redeliveries(), message.properties().resent());
    if (!hurry) {
      Thread.sleep(number % BETWEEN_STOPS == 0 ? STOP : WORK);
    }
  }

  @Override
  public void stopPublishing() {
    publishing.stop();
    hurry = true;
    close(publisher);
  }

  @Override
  public void close() {
    closeWith(readers);
  }
}
