// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.wire;

import static dev.bbq.it.support.Bytes.first;
import static dev.bbq.it.support.Bytes.send;
import static dev.bbq.it.support.Bytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.it.support.Pair;
import dev.bbq.it.support.RawStream;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that don't begin with a tag that opens one. */
final class FirstTagTest extends HostilePeerTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET ",
        "send",
        "\0\0\0\0",
        "CRED",
        "SETL",
        "PING",
        "WELC",
        "DELV",
        "OKAY",
        "DONE"
      })
  void shouldResetTheStreamAsSoonAsTheTagIsThere(String tag) {
    RawStream stream = client.open().write(utf8(tag));

    assertThat(stream.awaitReset()).isEqualTo(ErrorCode.UNKNOWN_TAG);
    assertThat(stream.hasMore()).isFalse();
  }

  @Test
  void shouldTellThePeerToStopWriting() {
    Pair.assumeBrokerHas(TransportCapability.STOP_SENDING);
    RawStream stream = client.open().write(utf8("NOPE"));
    stream.awaitReset();

    stream.awaitStopped();
  }

  @Test
  void shouldResetTheStreamWhenTheTagComesOneByteAtATime() {
    RawStream stream = client.open();
    for (byte one : utf8("NOPE")) {
      stream.write(new byte[] {one});
    }

    assertThat(stream.awaitReset()).isEqualTo(ErrorCode.UNKNOWN_TAG);
  }

  @Test
  void shouldResetTheStreamWhenMuchFollowsTheTag() {
    RawStream stream = client.open().write(utf8("NOPE"), new byte[1 << 20]);

    assertThat(stream.awaitReset()).isEqualTo(ErrorCode.UNKNOWN_TAG);
  }

  @Test
  void shouldResetTheStreamWhenItEndsBeforeItsTag() {
    for (int cut = 0; cut < 4; cut++) {
      RawStream stream = client.open().write(first(cut, send("", QUEUE, "m"))).finish();

      assertThat(stream.awaitReset()).as("%d bytes", cut).isEqualTo(ErrorCode.UNKNOWN_TAG);
    }
  }

  @Test
  void shouldResetEachOfManyStreamsAndGiveTheirCreditBack() {
    Pair.assumeBrokerHas(TransportCapability.STOP_SENDING); // else the client has to end them
    var streams = new ArrayList<RawStream>();
    for (int i = 0; i < 3000; i++) {
      streams.add(client.open().write(utf8("NOPE")));
    }

    assertThat(streams)
        .allSatisfy(stream -> assertThat(stream.awaitReset()).isEqualTo(ErrorCode.UNKNOWN_TAG));
  }
}
