// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.Credit;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.ExchangeType;
import dev.bbq.api.MessageProperties;
import dev.bbq.api.transport.TransportLimits;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Checks tables of docs/protocol.md against the code. */
class ProtocolTablesTest {

  private final ProtocolDocument document = ProtocolDocument.read();

  @Test
  void shouldListEachErrorCodeByItsNumber() {
    List<String> coded =
        Arrays.stream(ErrorCode.values()).map(code -> code.number() + " " + code.name()).toList();
    List<String> written = errorCodes().stream().map(row -> row.get(0) + " " + row.get(1)).toList();
    assertThat(written).isEqualTo(coded);
  }

  @Test
  void shouldGiveACauseAndARemedyForEachErrorCode() {
    assertThat(errorCodes())
        .allSatisfy(row -> assertThat(row).hasSize(4).allSatisfy(c -> assertThat(c).isNotEmpty()));
  }

  private List<List<String>> errorCodes() {
    return document.table("number", "name", "cause", "remedy");
  }

  @Test
  void shouldListEachTagWithItsDirection() {
    Map<String, String> coded = new TreeMap<>();
    Tags.byName()
        .forEach((name, tag) -> coded.put(name, Tags.fromClient().contains(tag) ? "->" : "<-"));
    Map<String, String> written =
        document.table("tag", "direction", "stream", "meaning").stream()
            .collect(Collectors.toMap(row -> row.get(0), row -> row.get(1)));
    assertThat(written).isEqualTo(coded);
  }

  @Test
  void shouldNameEachTagAsItIsOnTheWire() {
    assertThat(Tags.byName())
        .hasSize(26)
        .allSatisfy((name, tag) -> assertThat(Tag.text(tag)).isEqualTo(name));
  }

  @Test
  void shouldListEachOutcomeByItsNumber() {
    assertThat(firstTwo(document.table("outcome", "name", "the message", "failure counted")))
        .isEqualTo(numbered(Block.Outcome.values()));
  }

  @Test
  void shouldNumberExchangeTypesAndKindsAsTheCodeDoes() {
    List<String> notes =
        document.table("tag", "field", "type", "notes").stream()
            .map(row -> row.get(row.size() - 1))
            .toList();
    assertThat(notes)
        .contains(
            String.join(", ", numbered(ExchangeType.values())),
            String.join(", ", numbered(Block.Kind.values())));
  }

  private static List<String> numbered(Enum<?>[] values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> (i + 1) + " " + values[i].name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static List<String> firstTwo(List<List<String>> rows) {
    return rows.stream().map(row -> row.get(0) + " " + row.get(1)).toList();
  }

  @Test
  void shouldListEachKindOfReply() {
    assertThat(
            firstTwo(
                document.table(
                    "kind", "name", "this message", "the stream", "may the client send it again?")))
        .containsExactly(
            "0x0%x confirmed".formatted(Reply.CONFIRMED),
            "0x0%x refused".formatted(Reply.REFUSED),
            "0x0%x outcome unknown".formatted(Reply.UNKNOWN),
            "0x0%x protocol error".formatted(Reply.ENDED));
  }

  @Test
  void shouldStateTheLimitsOfTheCode() {
    Map<String, Long> written =
        document.table("limit", "value").stream()
            .collect(Collectors.toMap(row -> row.get(0), row -> Long.valueOf(row.get(1))));
    TransportLimits transport = TransportLimits.DEFAULT;
    assertThat(written)
        .containsEntry("name of an exchange or a queue, bytes", (long) Names.MAX_BYTES)
        .containsEntry("routing key, bytes", (long) Names.MAX_BYTES)
        .containsEntry("name of a header, bytes", (long) Names.MAX_BYTES)
        .containsEntry("id of a producer, bytes", (long) Names.MAX_BYTES)
        .containsEntry("properties of a message, bytes", (long) SendLayout.MAX_PROPERTIES_BYTES)
        .containsEntry("priority", (long) MessageProperties.MAX_PRIORITY)
        .containsEntry("total of a SEND block, beyond the largest message", SendLayout.maxTotal(0))
        .containsEntry(
            "total of a DELV block, beyond the largest message",
            Long.BYTES + Integer.BYTES + SendLayout.maxTotal(0))
        .containsEntry("total of any other block, bytes", (long) BlockCodec.MAX_TOTAL)
        .containsEntry("reason in a reply, bytes", (long) Reply.MAX_REASON_BYTES)
        .containsEntry("credit, messages (default; WELC tells)", (long) Credit.MAX_MESSAGES)
        .containsEntry("open streams per connection (default)", (long) transport.maxStreams())
        .containsEntry("unread bytes per stream (default)", transport.streamWindowBytes())
        .containsEntry("unread bytes per connection (default)", transport.connectionWindowBytes())
        .containsEntry("connections (default)", (long) transport.maxConnections())
        .containsEntry("handshake, ms (default)", transport.handshakeTimeout().toMillis())
        .containsEntry(
            "total of a HELO that is answered by CHAL, bytes", (long) ProofContent.MAX_HELLO_TOTAL)
        .containsEntry("total of a PROV block, bytes", (long) ProofContent.MAX_PROOF_TOTAL)
        .containsEntry("client's chain in a proof, bytes", (long) ProofContent.MAX_CHAIN_BYTES)
        .containsEntry(
            "client's chain in a proof, certificates", (long) ProofContent.MAX_CERTIFICATES)
        .containsEntry("idle timeout, ms (default)", transport.idleTimeout().toMillis());
  }
}
