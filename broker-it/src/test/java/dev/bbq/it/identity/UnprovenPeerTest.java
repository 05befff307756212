// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.identity;

import static dev.bbq.api.ErrorCode.MALFORMED_BLOCK;
import static dev.bbq.api.ErrorCode.NOT_ALLOWED;
import static dev.bbq.api.ErrorCode.NO_PROGRESS;
import static dev.bbq.api.ErrorCode.TOO_LARGE;
import static dev.bbq.api.wire.BlockCodec.encode;
import static dev.bbq.it.support.RawProof.NONCE;

import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Octets;
import dev.bbq.api.wire.ProofContent;
import dev.bbq.it.support.Bytes;
import dev.bbq.it.support.RawStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that say something else before their proof, or nothing. */
final class UnprovenPeerTest extends ProofTest {

  @ParameterizedTest
  @ValueSource(strings = {"SEND", "RECV", "QDEC", "LIST", "PING", "PROV", "XXXX"})
  void shouldTakeNothingBeforeAHello(String tag) {
    byte[] bytes =
        switch (tag) {
          case "SEND" -> Bytes.send("", QUEUE, "let me in");
          case "RECV" -> encode(new Block.Receive(QUEUE, 1, 1));
          case "QDEC" -> encode(new Block.DeclareQueue("mine", Octets.NONE));
          case "LIST" -> encode(new Block.ListAll(Block.Kind.QUEUES));
          case "PING" -> encode(new Block.Ping(1));
          case "PROV" -> encode(new Block.Proof(NONCE, "bbq", 0x0403, List.of(), Octets.NONE));
          default -> new byte[] {'X', 'X', 'X', 'X'};
        };
    stream.write(bytes);

    assertRefused(NOT_ALLOWED, "certificate not proven");
  }

  @Test
  void shouldTakeNothingButTheProofAfterTheChallenge() {
    challenge();
    stream.write(encode(HELLO));

    assertRefused(NOT_ALLOWED, "certificate not proven: tag not allowed now: tag=HELO");
  }

  @Test
  void shouldRefuseAnotherStreamBeforeTheProof() {
    challenge();
    RawStream second = peer.open().write(Bytes.send("", QUEUE, "let me in"));

    assertRefused(peer, second, NOT_ALLOWED, "another stream was opened before");
  }

  @Test
  void shouldRefuseWhoEndsTheStreamBeforeTheProof() {
    challenge();
    stream.finish();

    assertRefused(NOT_ALLOWED, "certificate not proven: stream ended before");
  }

  @Test
  void shouldRefuseAHelloThatIsTooLarge() {
    stream.write(encode(new Block.Hello(1, 1, "x".repeat(ProofContent.MAX_HELLO_TOTAL))));

    assertRefused(TOO_LARGE, "certificate not proven: block too large: tag=HELO");
  }

  @Test
  void shouldRefuseAProofThatCantBeRead() {
    challenge();
    byte[] proof = encode(new Block.Proof(NONCE, "bbq", 0x0403, List.of(), Octets.NONE));
    proof[11]--; // the last byte of its total
    stream.write(Arrays.copyOf(proof, proof.length - 1));

    assertRefused(MALFORMED_BLOCK, "certificate not proven: ");
  }

  @Test
  void shouldRefuseWhoTakesTooLong() {
    challenge();

    assertRefused(NO_PROGRESS, "certificate not proven in time");
  }

  @Test
  void shouldRefuseWhoSendsItsProofTooSlowly() {
    challenge();
    stream.write(
        Arrays.copyOf(encode(new Block.Proof(NONCE, "bbq", 1, List.of(), Octets.NONE)), 20));

    assertRefused(NO_PROGRESS, "certificate not proven in time");
  }

  @Test
  void shouldRefuseWhoSaysNothing() {
    assertRefused(NO_PROGRESS, "certificate not proven in time");
  }
}
