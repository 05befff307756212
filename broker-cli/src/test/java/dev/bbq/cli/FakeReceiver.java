// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.Delivery;
import dev.bbq.api.Message;
import dev.bbq.api.Receiver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** A receiver that hands out what a test has put in, and writes down what is done with it. */
final class FakeReceiver implements Receiver {

  /** What comes next. */
  sealed interface Step {}

  /** A message that was delivered that often before. */
  record Deliver(Message message, int redeliveries) implements Step {}

  /** Nothing, once. */
  record Nothing() implements Step {}

  /** An interrupt of the thread that waits. */
  record Interrupt() implements Step {}

  /** Acks that fail from here on. */
  record FailAcks(RuntimeException failure) implements Step {}

  /** A failure. */
  record Fail(RuntimeException failure) implements Step {}

  final List<Long> acked = new ArrayList<>();
  final List<Duration> waits = new ArrayList<>();
  private final Queue<Step> steps = new ArrayDeque<>();
  private final Runnable onAck;
  private Optional<RuntimeException> ackFailure = Optional.empty();
  private long number;

  FakeReceiver(Runnable onAck) {
    this.onAck = onAck;
  }

  /** Makes all acks fail from here on. */
  FakeReceiver failAcks(RuntimeException failure) {
    steps.add(new FailAcks(failure));
    return this;
  }

  FakeReceiver add(Step... more) {
    steps.addAll(List.of(more));
    return this;
  }

  FakeReceiver addText(String... bodies) {
    for (String body : bodies) {
      steps.add(new Deliver(Message.of(body), 0));
    }
    return this;
  }

  int left() {
    return steps.size();
  }

  @Override
  public String queue() {
    return "q";
  }

  @Override
  public Optional<Delivery> receive(Duration timeout) throws InterruptedException {
    waits.add(timeout);
    return switch (steps.poll()) {
      case Deliver step -> Optional.of(new FakeDelivery(step, ++number));
      case Nothing step -> Optional.empty();
      case Interrupt step -> throw new InterruptedException();
      case Fail step -> throw step.failure();
      case FailAcks step -> {
        ackFailure = Optional.of(step.failure());
        yield receive(timeout);
      }
      case null -> Optional.empty();
    };
  }

  @Override
  public void close() {}

  @Override
  public boolean close(Duration timeout) {
    return true;
  }

  private final class FakeDelivery implements Delivery {

    private final Deliver step;
    private final long number;

    FakeDelivery(Deliver step, long number) {
      this.step = step;
      this.number = number;
    }

    @Override
    public boolean lost() {
      return false;
    }

    @Override
    public Message message() {
      return step.message();
    }

    @Override
    public int redeliveries() {
      return step.redeliveries();
    }

    @Override
    public long number() {
      return number;
    }

    @Override
    public void ackAll() {
      ackFailure.ifPresent(
          failure -> {
            throw failure;
          });
      acked.add(number);
      onAck.run();
    }

    @Override
    public String exchange() {
      return "";
    }

    @Override
    public String routingKey() {
      return "q";
    }

    @Override
    public String queue() {
      return "q";
    }

    @Override
    public boolean settled() {
      return false;
    }

    @Override
    public void ack() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void nack() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void requeue() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void reject() {
      throw new UnsupportedOperationException();
    }
  }
}
