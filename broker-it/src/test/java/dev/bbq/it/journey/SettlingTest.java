// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import dev.bbq.api.Credit;
import dev.bbq.api.Delivery;
import dev.bbq.api.Receiver;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of a message by each way to settle it. */
@Tag("pairs")
final class SettlingTest extends JourneyTest {

  @Test
  void shouldFetchDeliveriesWhenTheReceiverWantsThem() throws InterruptedException {
    try (Receiver receiver = client.receiver(QUEUE)) {
      assertThat(receiver.receive(Duration.ZERO)).isEmpty();
      assertThat(receiver.receive(Duration.ofMillis(50))).isEmpty();

      publishNumbers(2);

      assertThat(texts(next(receiver, 2))).containsExactly("0", "1");
      assertThat(receiver.receive(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void shouldForgetWhatIsAcked() {
    publishNumbers(3);
    try (Receiver receiver = client.receiver(QUEUE)) {
      next(receiver, 3).forEach(Delivery::ack);
    }

    assertThat(info(QUEUE).ready()).isZero();
    assertThat(info(QUEUE).unacked()).isZero();
  }

  @Test
  void shouldAckAllUpToADeliveryAtOnce() {
    publishNumbers(10);
    try (Receiver receiver = client.receiver(QUEUE)) {
      List<Delivery> deliveries = next(receiver, 10);
      deliveries.get(2).reject();

      deliveries.get(6).ackAll();

      assertThat(deliveries).extracting(Delivery::settled).startsWith(true, true, true, true);
      assertThat(deliveries.get(6).settled()).isTrue();
      assertThat(deliveries.get(7).settled()).isFalse();
      awaitKept(3);
    }
    assertThat(drain(QUEUE)).containsExactly("7", "8", "9");
  }

  @Test
  void shouldPutNackedMessagesBackInTheirOldPlaces() {
    publishNumbers(10);
    try (Receiver receiver = client.receiver(QUEUE, Credit.of(6))) {
      List<Delivery> deliveries = next(receiver, 6);
      for (int again : new int[] {4, 1, 3}) {
        deliveries.get(again).nack();
      }

      List<Delivery> redelivered = next(receiver, 3);

      assertThat(redelivered).allMatch(delivery -> delivery.redeliveries() == 1);
    }

    assertThat(drain(QUEUE)).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  @Test
  void shouldDeliverWhatCameBackBeforeWhatCameLater() {
    publishNumbers(10);
    try (Receiver first = client.receiver(QUEUE, Credit.of(3))) {
      next(first, 3).get(1).requeue();
      assertThat(next(first).message().text()).isEqualTo("1");
    }

    try (Receiver second = client.receiver(QUEUE, Credit.of(10))) {
      assertThat(next(second, 10))
          .extracting(delivery -> delivery.message().text(), Delivery::redeliveries)
          .containsExactly(
              tuple("0", 1),
              tuple("1", 2),
              tuple("2", 1),
              tuple("3", 0),
              tuple("4", 0),
              tuple("5", 0),
              tuple("6", 0),
              tuple("7", 0),
              tuple("8", 0),
              tuple("9", 0));
    }
  }

  @Test
  void shouldForgetWhatIsRejected() {
    publishNumbers(3);
    try (Receiver receiver = client.receiver(QUEUE)) {
      next(receiver, 3).get(1).reject();
    }

    assertThat(drain(QUEUE)).containsExactly("0", "2");
  }

  @Test
  void shouldHandBackWhatIsNotSettledWhenTheReceiverCloses() {
    publishNumbers(3);
    try (Receiver receiver = client.receiver(QUEUE, Credit.of(2))) {
      next(receiver, 2).get(0).ack();
    }

    try (Receiver receiver = client.receiver(QUEUE)) {
      List<Delivery> again = next(receiver, 2);
      assertThat(texts(again)).containsExactly("1", "2");
      assertThat(again.get(0).redeliveries()).isEqualTo(1);
      assertThat(again.get(1).redeliveries())
          .isLessThanOrEqualTo(1); // the ack has made room for it
    }
  }

  @Test
  void shouldRefuseToSettleTwice() {
    publishNumbers(1);
    try (Receiver receiver = client.receiver(QUEUE)) {
      Delivery delivery = next(receiver);
      delivery.ack();

      assertThatIllegalStateException().isThrownBy(delivery::ack);
      assertThatIllegalStateException().isThrownBy(delivery::nack);
      assertThatIllegalStateException().isThrownBy(delivery::requeue);
      assertThatIllegalStateException().isThrownBy(delivery::reject);
      assertThatIllegalStateException().isThrownBy(delivery::ackAll);
    }
  }

  @Test
  void shouldDropOnlyReadyMessagesByAPurge() {
    publishNumbers(10);
    try (Receiver receiver = client.receiver(QUEUE, Credit.of(4))) {
      List<Delivery> held = next(receiver, 4);

      assertThat(topology.purge(QUEUE)).isEqualTo(6);

      held.forEach(Delivery::requeue);
      assertThat(texts(next(receiver, 4))).containsExactly("0", "1", "2", "3");
    }
  }
}
