// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.transport.Refusal;
import dev.bbq.api.transport.TransportLimits;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets through the door of a server. */
final class AdmissionTest {

  private final AtomicInteger connections = new AtomicInteger();
  private final List<Refusal> refusals = new ArrayList<>();
  private final Admission admission =
      new Admission(TransportLimits.DEFAULT.withMaxConnections(2), connections::get, refusals::add);

  @Test
  void shouldCountHandshakesBesideConnections() {
    connections.set(1);
    assertThat(admission.admits(first(1))).isTrue();
    assertThat(admission.admits(first(2))).isFalse();
    assertThat(refusals)
        .singleElement()
        .returns(address(2), Refusal::address)
        .returns("too many connections: limit=2", Refusal::reason);
  }

  @Test
  void shouldLetSamePacketInAgain() {
    connections.set(1);
    assertThat(admission.admits(first(1))).isTrue();
    assertThat(admission.admits(first(1))).isTrue();
  }

  @Test
  void shouldCountHandshakeNoLongerWhenItIsComplete() {
    connections.set(1);
    admission.admits(first(1));
    assertThat(admission.complete(address(1))).isNull();
    assertThat(admission.isCounted(address(1))).isFalse();
    assertThat(admission.admits(first(2))).isTrue();
  }

  @Test
  void shouldRefuseEverybodyNewWhenShut() {
    admission.shut();
    assertThat(admission.admits(first(1))).isFalse();
    assertThat(admission.complete(address(1))).isEqualTo("server accepts no more");
  }

  @Test
  void shouldTellOfOneRefusalASecond() {
    admission.shut();
    for (int port = 1; port <= 100; port++) {
      admission.admits(first(port));
    }
    assertThat(refusals).hasSizeBetween(1, 99);
  }

  /** Another type, another version, with a token, cut short, no packet at all. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "e000000001" + "04" + "00000000" + "00" + "00" + "44",
        "c0000000ff" + "04" + "00000000" + "00" + "00" + "44",
        "c000000001" + "04" + "00000000" + "00" + "01" + "ff",
        "c000000001" + "14" + "00000000",
        "40000000010400000000",
        ""
      })
  void shouldLetInWhatBeginsNoHandshake(String hex) {
    admission.shut();
    assertThat(admission.admits(packet(hex, 1))).isTrue();
  }

  private static DatagramPacket first(int port) {
    return packet("c000000001" + "04" + "00000000" + "00" + "00" + "44", port);
  }

  private static DatagramPacket packet(String hex, int port) {
    byte[] data = HexFormat.of().parseHex(hex);
    return new DatagramPacket(data, data.length, address(port));
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
