// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.Refusal;
import dev.bbq.api.transport.Transport.Acceptor;
import dev.bbq.api.transport.TransportConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RefusalsTest {

  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000);

  private final AtomicLong nowNs = new AtomicLong(-5);
  private final List<Refusal> told = new ArrayList<>();

  @Test
  void shouldTellOncePerSecondOfClientsThatAreNotLetIn() {
    var refusals = new Refusals(acceptor(), nowNs::get);
    for (int i = 0; i < 1000; i++) {
      refusals.turnedAway(CLIENT, "full");
    }
    assertThat(told).hasSize(1);
    nowNs.addAndGet(1_000_000_000L);
    refusals.turnedAway(CLIENT, "full");
    assertThat(told).hasSize(2);
  }

  @Test
  void shouldPassAsOftenAsAllowedInEachSecond() {
    var throttle = new Throttle(3, nowNs::get);
    assertThat(passes(throttle)).isEqualTo(3);
    nowNs.addAndGet(999_999_999L);
    assertThat(passes(throttle)).isZero();
    nowNs.incrementAndGet();
    assertThat(passes(throttle)).isEqualTo(3);
  }

  @Test
  void shouldCutTextsOfTheClient() {
    new Refusals(acceptor(), nowNs::get).turnedAway(CLIENT, "x".repeat(100_000));
    assertThat(told.get(0).reason()).hasSize(513);
  }

  private static int passes(Throttle throttle) {
    int passes = 0;
    for (int i = 0; i < 10; i++) {
      passes += throttle.pass() ? 1 : 0;
    }
    return passes;
  }

  private Acceptor acceptor() {
    return new Acceptor() {
      @Override
      public ConnectionHandler accept(TransportConnection connection) {
        return Unheard.CONNECTION;
      }

      @Override
      public void onRefused(Refusal refusal) {
        told.add(refusal);
      }
    };
  }
}
