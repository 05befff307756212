// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.NOT_ALLOWED;
import static dev.bbq.api.ErrorCode.SHUTTING_DOWN;
import static dev.bbq.core.connection.Wire.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.wire.Reply;
import dev.bbq.core.testkit.Later;
import dev.bbq.core.testkit.TestStore.Op;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

  private final TestBroker broker = new TestBroker("q");
  private final Connections connections = broker.connections;

  @Test
  void shouldCountConnections() {
    broker.connect();
    broker.connect().lose();

    assertThat(connections.count()).isEqualTo(1);
  }

  @Test
  void shouldCloseAConnectionWithoutCertificate() {
    FakeConnection connection = broker.accept(new FakeConnection(List.of()));

    assertThat(connection.closedWith).isEqualTo(NOT_ALLOWED);
  }

  @Test
  void shouldLetAClientWithACertificateIn() {
    assertThat(broker.connect().closedWith).isNull();
  }

  @Test
  void shouldCloseAConnectionThatComesWhileItDrains() {
    connections.drain("bye");

    assertThat(broker.connect().closedWith).isEqualTo(SHUTTING_DOWN);
  }

  @Test
  void shouldBeIdleAtOnceWithoutConnections() {
    connections.drain("bye");

    assertThat(connections.areIdle()).isCompletedWithValue(true);
  }

  @Test
  void shouldBeIdleWhenNothingIsOnItsWay() {
    FakeConnection connection = broker.connect();
    connection.open(send("q", "a"));
    connections.drain("bye");
    var idle = connections.areIdle();
    assertThat(idle).isNotDone();
    connection.run();

    assertThat(idle).isCompletedWithValue(true);
  }

  @Test
  void shouldBeIdleOnlyWhenAllThatWasTakenIsAnswered() {
    Later appends = broker.store.hold(Op.APPEND);
    FakeConnection connection = broker.connect();
    FakeStream stream = connection.open(send("q", "a"));
    connections.drain("bye");
    var early = connections.areIdle();
    connection.run();
    assertThat(early).isCompletedWithValue(false);
    appends.runAll();
    var late = connections.areIdle();
    connection.run();

    assertThat(late).isCompletedWithValue(true);
    assertThat(stream.output()).containsExactly(1);
  }

  @Test
  void shouldNotWaitForAConnectionThatIsLost() {
    broker.store.hold(Op.APPEND);
    FakeConnection connection = broker.connect();
    connection.open(send("q", "a"));
    connections.drain("bye");
    connection.lose();

    assertThat(connections.areIdle()).isCompletedWithValue(true);
  }

  @Test
  void shouldNotWaitForAConnectionWhoseTransportHasEnded() {
    broker.connect().endTransport();

    connections.drain("bye");

    assertThat(connections.areIdle()).isCompletedWithValue(true);
  }

  @Test
  void shouldRefuseMessagesWhileItDrains() {
    FakeConnection connection = broker.connect();
    FakeStream stream = connection.open(send("q", "a"));
    stream.output();
    connections.drain("bye");
    connection.run();
    stream.send(send("q", "b"));

    assertThat(Wire.replies(stream.output()))
        .containsExactly(new Reply.Refused(SHUTTING_DOWN, "broker is shutting down"));
  }

  @Test
  void shouldBeGoneOnceNoConnectionIsLeft() {
    FakeConnection connection = broker.connect();
    connections.drain("bye");
    var gone = connections.gone();
    assertThat(gone).isNotDone();
    connection.lose();

    assertThat(gone).isCompleted();
  }

  @Test
  void shouldBeGoneAtOnceWithoutConnections() {
    connections.drain("bye");

    assertThat(connections.gone()).isCompleted();
  }

  @Test
  void shouldSweepOnInSpiteOfAConnectionWhoseTransportHasEnded() {
    broker.connect().endTransport();
    FakeConnection other = broker.connect();
    FakeStream silent = other.open();
    connections.sweep(1);
    other.run();

    assertThat(silent.resetWith).isNotNull();
  }
}
