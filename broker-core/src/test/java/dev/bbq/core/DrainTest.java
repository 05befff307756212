// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import static dev.bbq.core.connection.Wire.deliveries;
import static dev.bbq.core.connection.Wire.kinds;
import static dev.bbq.core.connection.Wire.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Block.Outcome;
import dev.bbq.core.connection.FakeConnection;
import dev.bbq.core.connection.FakeStream;
import dev.bbq.core.connection.TestBroker;
import dev.bbq.core.connection.Wire;
import dev.bbq.core.testkit.Await;
import dev.bbq.core.testkit.Later;
import dev.bbq.core.testkit.TestStore.Op;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A drain on a thread of its own; the test's thread is the context of the connections. */
@Timeout(value = 60, threadMode = ThreadMode.SAME_THREAD)
class DrainTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private final TestBroker broker = new TestBroker("q");
  private final FakeConnection connection = broker.connect();
  private final CompletableFuture<Boolean> drained = new CompletableFuture<>();
  private Thread drain = Thread.currentThread();

  private void drain(Duration timeout, boolean survivesRestart) {
    Drain run = new Drain(broker.connections, broker.topology, survivesRestart);
    drain =
        Thread.ofPlatform()
            .name("bbq-test-drain")
            .start(() -> drained.complete(run.run(Deadline.in(timeout))));
  }

  @AfterEach
  void endTheDrain() throws InterruptedException {
    drain.interrupt();
    drain.join();
    boolean unused = Thread.interrupted(); // where there was no drain
  }

  private FakeStream consume(int credit) {
    return connection.open(Wire.block(new Block.Receive("q", credit, 10_000)));
  }

  private static byte[] ack(long number) {
    return Wire.block(new Block.Settle(Outcome.ACK, number, number));
  }

  /** Runs what the drain asks of the connection, until it waits for something to be done. */
  private void awaitItsWait() {
    Await.until(
        "a drain that waits",
        () -> {
          connection.run();
          return waitsForWork();
        });
    assertThat(drained).isNotDone();
  }

  private boolean waitsForWork() {
    for (StackTraceElement frame : drain.getStackTrace()) {
      if (frame.getMethodName().equals("tryAcquire")) {
        return true;
      }
    }
    return false;
  }

  private void assertDrained() {
    Await.until(
        "the end of the drain",
        () -> {
          connection.run();
          return drained.isDone();
        });
    assertThat(drained).isCompletedWithValue(true);
  }

  @Test
  void shouldBeDoneAtOnceWhenNothingIsToBeDone() {
    drain(LONG, false);

    assertDrained();
  }

  @Test
  void shouldWaitUntilWhatWasTakenIsAnswered() {
    Later appends = broker.store.hold(Op.APPEND);
    FakeStream publisher = connection.open(send("q", "a"));
    drain(LONG, true);
    awaitItsWait();
    appends.runAll();

    assertDrained();
    assertThat(kinds(publisher.output())).containsExactly(1);
  }

  @Test
  void shouldWaitUntilRepliesAreRead() {
    FakeStream publisher = connection.open();
    publisher.clog();
    publisher.send(send("q", "a"));
    drain(LONG, true);
    awaitItsWait();
    publisher.unclog();

    assertDrained();
  }

  @Test
  void shouldWaitUntilDeliveriesAreSettled() {
    connection.open(send("q", "a"));
    FakeStream consumer = consume(1);
    drain(LONG, true);
    awaitItsWait();
    consumer.send(ack(1));

    assertDrained();
  }

  @Test
  void shouldWaitUntilSettlementsAreKept() {
    connection.open(send("q", "a"));
    FakeStream consumer = consume(1);
    Later settles = broker.store.hold(Op.SETTLE);
    drain(LONG, true);
    awaitItsWait();
    consumer.send(ack(1));
    awaitItsWait();
    settles.runAll();

    assertDrained();
  }

  @Test
  void shouldDeliverWhatIsLeftOfAStoreThatSurvivesNoRestart() {
    connection.open(send("q", "a"), send("q", "b"));
    FakeStream consumer = consume(1);
    drain(LONG, false);
    awaitItsWait();
    consumer.send(ack(1));
    awaitItsWait();
    assertThat(deliveries(consumer.output())).containsExactly("1:a", "2:b");
    consumer.send(ack(2));

    assertDrained();
  }

  @Test
  void shouldDeliverNothingMoreOfAStoreThatSurvivesARestart() {
    connection.open(send("q", "a"), send("q", "b"));
    FakeStream consumer = consume(1);
    drain(LONG, true);
    awaitItsWait();
    consumer.send(ack(1));

    assertDrained();
    assertThat(deliveries(consumer.output())).containsExactly("1:a");
  }

  @Test
  void shouldNotWaitForAQueueThatNobodyConsumes() {
    connection.open(send("q", "a"));
    drain(LONG, false);

    assertDrained();
  }

  @Test
  void shouldNotWaitForAConsumerThatGoes() {
    connection.open(send("q", "a"));
    consume(1);
    drain(LONG, false);
    awaitItsWait();
    connection.lose();

    assertDrained();
  }

  @Test
  void shouldWaitNoLongerThanItMay() {
    connection.open(send("q", "a"));
    consume(1);
    drain(Duration.ZERO, false);
    Await.until("the end of the drain", drained::isDone);

    assertThat(drained).isCompletedWithValue(false);
  }

  @Test
  void shouldEndWhenItIsInterrupted() {
    connection.open(send("q", "a"));
    consume(1);
    drain(LONG, false);
    awaitItsWait();
    drain.interrupt();
    Await.until("the end of the drain", drained::isDone);

    assertThat(drained).isCompletedWithValue(false);
  }
}
