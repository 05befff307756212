// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.ExchangeType;
import dev.bbq.api.Topology.BindingInfo;
import dev.bbq.api.Topology.ExchangeInfo;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockCodecTest {

  /** How to make a random one of each kind of block. */
  private static final Map<Class<? extends Block>, Function<Random, Block>> MAKERS = makers();

  private static final Set<Class<?>> ITEMS_WITH_COUNTERS =
      Set.of(Block.QueueItem.class, Block.ConnectionItem.class, Block.BrokerItem.class);

  private static Map<Class<? extends Block>, Function<Random, Block>> makers() {
    Map<Class<? extends Block>, Function<Random, Block>> makers = new HashMap<>();
    makers.put(Block.Hello.class, r -> new Block.Hello(u16(r), u16(r), text(r)));
    makers.put(
        Block.Welcome.class,
        r -> new Block.Welcome(u16(r), text(r), text(r), number(r), count(r), number(r)));
    makers.put(Block.Challenge.class, r -> new Block.Challenge(nonce(r)));
    makers.put(
        Block.Proof.class,
        r ->
            new Block.Proof(
                nonce(r),
                text(r),
                u16(r),
                r.ints(r.nextInt(4), 0, 500).mapToObj(size -> octets(r, size)).toList(),
                octets(r, r.nextInt(100))));
    makers.put(Block.Ping.class, r -> new Block.Ping(number(r)));
    makers.put(Block.Pong.class, r -> new Block.Pong(number(r)));
    makers.put(Block.Goodbye.class, r -> new Block.Goodbye(RandomValues.code(r), text(r)));
    makers.put(Block.Blocked.class, r -> new Block.Blocked(RandomValues.code(r), text(r)));
    makers.put(Block.Unblocked.class, r -> new Block.Unblocked());
    makers.put(Block.Receive.class, r -> new Block.Receive(text(r), number(r), number(r)));
    makers.put(Block.SetCredit.class, r -> new Block.SetCredit(number(r), number(r)));
    makers.put(
        Block.Settle.class,
        r -> new Block.Settle(RandomValues.oneOf(r, Block.Outcome.values()), number(r), number(r)));
    makers.put(Block.Done.class, r -> new Block.Done());
    makers.put(
        Block.DeclareExchange.class,
        r -> new Block.DeclareExchange(text(r), type(r), r.nextBoolean()));
    makers.put(Block.DeleteExchange.class, r -> new Block.DeleteExchange(text(r)));
    makers.put(
        Block.DeclareQueue.class,
        r -> new Block.DeclareQueue(text(r), QueueArguments.encode(RandomValues.options(r))));
    makers.put(Block.DeleteQueue.class, r -> new Block.DeleteQueue(text(r)));
    makers.put(Block.Purge.class, r -> new Block.Purge(text(r)));
    makers.put(Block.Bind.class, r -> new Block.Bind(text(r), text(r), text(r)));
    makers.put(Block.Unbind.class, r -> new Block.Unbind(text(r), text(r), text(r)));
    makers.put(
        Block.ListAll.class, r -> new Block.ListAll(RandomValues.oneOf(r, Block.Kind.values())));
    makers.put(
        Block.ExchangeItem.class,
        r ->
            new Block.ExchangeItem(new ExchangeInfo(text(r), type(r), r.nextBoolean(), number(r))));
    makers.put(Block.QueueItem.class, r -> new Block.QueueItem(RandomValues.queue(r)));
    makers.put(
        Block.BindingItem.class,
        r -> new Block.BindingItem(new BindingInfo(text(r), text(r), text(r))));
    makers.put(
        Block.ConnectionItem.class, r -> new Block.ConnectionItem(RandomValues.connection(r)));
    makers.put(Block.BrokerItem.class, r -> new Block.BrokerItem(RandomValues.broker(r)));
    makers.put(Block.Okay.class, r -> new Block.Okay(number(r)));
    makers.put(Block.Fail.class, r -> new Block.Fail(RandomValues.code(r), text(r)));
    return makers;
  }

  private static Octets nonce(Random random) {
    return octets(random, ProofContent.NONCE_BYTES);
  }

  private static Octets octets(Random random, int count) {
    return new Octets(Bytes.random(random, count));
  }

  private static String text(Random random) {
    return RandomValues.text(random, random.nextInt(10) == 0 ? 300 : 20);
  }

  private static long number(Random random) {
    return RandomValues.number(random);
  }

  private static int count(Random random) {
    return random.nextInt(10) == 0 ? Integer.MAX_VALUE : random.nextInt(Integer.MAX_VALUE);
  }

  private static int u16(Random random) {
    return random.nextInt(0x10000);
  }

  private static ExchangeType type(Random random) {
    return RandomValues.oneOf(random, ExchangeType.values());
  }

  static Stream<Class<?>> kinds() {
    return leaves(Block.class);
  }

  /** Those that don't end with counters, however many. */
  static Stream<Class<?>> kindsOfFixedLength() {
    return kinds().filter(kind -> !ITEMS_WITH_COUNTERS.contains(kind));
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(BlockCodecTest::leaves)
        : Stream.of(type);
  }

  @Test
  void shouldKnowHowToMakeEachKindOfBlock() {
    assertThat(kinds()).containsExactlyInAnyOrderElementsOf(MAKERS.keySet());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldDecodeWhatItEncodes(Class<?> kind) {
    Trials.run(
        200,
        random -> {
          Block block = MAKERS.get(kind).apply(random);
          assertThat(block).isInstanceOf(kind);
          byte[] bytes = BlockCodec.encode(block);
          assertThat(decode(block, tagOf(bytes), payloadOf(bytes))).isEqualTo(block);
        });
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldStateTheTotalInTheHeader(Class<?> kind) {
    Trials.run(
        20,
        random -> {
          byte[] bytes = BlockCodec.encode(MAKERS.get(kind).apply(random));
          assertThat(ByteBuffer.wrap(bytes).getLong(Tag.BYTES))
              .isEqualTo(bytes.length - BlockReader.HEADER_BYTES);
        });
  }

  @ParameterizedTest
  @MethodSource("kindsOfFixedLength")
  void shouldRefuseAPayloadCutShortAnywhere(Class<?> kind) {
    Trials.run(
        10,
        random -> {
          Block block = MAKERS.get(kind).apply(random);
          byte[] bytes = BlockCodec.encode(block);
          byte[] payload = payloadOf(bytes);
          for (int length = 0; length < payload.length; length++) {
            byte[] cut = Arrays.copyOf(payload, length);
            assertThatExceptionOfType(ProtocolException.class)
                .as("%s cut to %d of %d", block, length, payload.length)
                .isThrownBy(() -> decode(block, tagOf(bytes), cut))
                .returns(ErrorCode.MALFORMED_BLOCK, ProtocolException::code);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("kindsOfFixedLength")
  void shouldRefuseTrailingBytesExceptInAHelloAndAWelcome(Class<?> kind) {
    Trials.run(
        10,
        random -> {
          Block block = MAKERS.get(kind).apply(random);
          byte[] bytes = BlockCodec.encode(block);
          byte[] longer = Bytes.concat(List.of(payloadOf(bytes), new byte[] {0}));
          if (block instanceof Block.Hello || block instanceof Block.Welcome) {
            assertThat(decode(block, tagOf(bytes), longer)).isEqualTo(block);
          } else {
            assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decode(block, tagOf(bytes), longer))
                .withMessageStartingWith("bytes behind the last field: ")
                .returns(ErrorCode.MALFORMED_BLOCK, ProtocolException::code);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldRefuseABlockFromTheWrongSide(Class<?> kind) {
    Trials.run(
        5,
        random -> {
          Block block = MAKERS.get(kind).apply(random);
          byte[] bytes = BlockCodec.encode(block);
          assertThatExceptionOfType(ProtocolException.class)
              .isThrownBy(
                  () -> {
                    if (block instanceof Block.Request) {
                      BlockCodec.decodeResponse(tagOf(bytes), payloadOf(bytes));
                    } else {
                      BlockCodec.decodeRequest(tagOf(bytes), payloadOf(bytes));
                    }
                  })
              .withMessage(
                  block instanceof Block.Request
                      ? "not a response: tag=%s"
                      : "not a request: tag=%s",
                  Tag.text(tagOf(bytes)))
              .returns(ErrorCode.UNEXPECTED_TAG, ProtocolException::code);
        });
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldRefuseOrUnderstandAnyMutant(Class<?> kind) {
    Trials.run(
        1500,
        random -> {
          Block block = MAKERS.get(kind).apply(random);
          byte[] bytes = BlockCodec.encode(block);
          assertRefusedOrUnderstood(tagOf(bytes), Bytes.mutate(payloadOf(bytes), random));
        });
  }

  @Test
  void shouldRefuseOrUnderstandAnyBytes() {
    List<Integer> tags =
        MAKERS.values().stream()
            .map(m -> tagOf(BlockCodec.encode(m.apply(new Random(1)))))
            .toList();
    Trials.run(
        20_000,
        random -> {
          int tag =
              random.nextInt(20) == 0 ? random.nextInt() : tags.get(random.nextInt(tags.size()));
          assertRefusedOrUnderstood(tag, Bytes.random(random, random.nextInt(64)));
        });
  }

  private static void assertRefusedOrUnderstood(int tag, byte[] payload) throws Exception {
    for (Decoder decoder :
        List.<Decoder>of(BlockCodec::decodeRequest, BlockCodec::decodeResponse)) {
      Block block;
      try {
        block = decoder.decode(tag, payload);
      } catch (ProtocolException refused) {
        assertThat(refused.code())
            .isIn(
                ErrorCode.MALFORMED_BLOCK,
                ErrorCode.INVALID_UTF8,
                ErrorCode.UNEXPECTED_TAG,
                ErrorCode.INVALID_ARGUMENT);
        continue;
      }
      byte[] again = BlockCodec.encode(block);
      assertThat(decode(block, tagOf(again), payloadOf(again))).isEqualTo(block);
    }
  }

  @FunctionalInterface
  private interface Decoder {
    Block decode(int tag, byte[] payload) throws ProtocolException;
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1})
  void shouldRefuseANumberBeyond2To63(long token) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> BlockCodec.decodeRequest(Tag.PING, u64(token)))
        .withMessage("value beyond 2^63-1: tag=PING, field=token, offset=8, total=8")
        .returns(ErrorCode.MALFORMED_BLOCK, ProtocolException::code);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, Long.MAX_VALUE, 1L << 32, 2})
  void shouldRefuseATextLengthPastTheEnd(long length) {
    byte[] payload = Bytes.concat(List.of(u64(length), new byte[] {'q'}));
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> BlockCodec.decodeRequest(Tag.PURG, payload))
        .returns(ErrorCode.MALFORMED_BLOCK, ProtocolException::code);
  }

  @Test
  void shouldRefuseTextThatIsNoUtf8() {
    byte[] payload = Bytes.field(new byte[] {(byte) 0xc0, (byte) 0x80});
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> BlockCodec.decodeRequest(Tag.PURG, payload))
        .withMessage("not UTF-8: field=queue, length=2")
        .returns(ErrorCode.INVALID_UTF8, ProtocolException::code);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6, 255})
  void shouldRefuseAKindThatDoesNotExist(int kind) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> BlockCodec.decodeRequest(Tag.LIST, new byte[] {(byte) kind}))
        .withMessage("no such value %d: tag=LIST, field=kind, offset=1, total=1", kind)
        .returns(ErrorCode.MALFORMED_BLOCK, ProtocolException::code);
  }

  @Test
  void shouldRefuseAFlagThatIsNeitherYesNorNo() {
    byte[] payload = Bytes.concat(List.of(Bytes.field("x"), new byte[] {1, 2}));
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> BlockCodec.decodeRequest(Tag.XDEC, payload))
        .withMessage("flag neither 0 nor 1: tag=XDEC, field=drop unroutable, offset=11, total=11");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SEND", "DELV", "send", "\0\0\0\0"})
  void shouldRefuseATagThatIsNoControlBlock(String tag) {
    int number = ByteBuffer.wrap(tag.getBytes(java.nio.charset.StandardCharsets.US_ASCII)).getInt();
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> BlockCodec.decodeRequest(number, new byte[0]))
        .withMessage("not a control block: tag=%s", Tag.text(number))
        .returns(ErrorCode.UNEXPECTED_TAG, ProtocolException::code);
  }

  @Test
  void shouldReadAnUnknownErrorCodeAsUnrecognized() throws ProtocolException {
    byte[] payload = Bytes.concat(List.of(new byte[] {0x12, 0x34}, Bytes.field("new")));
    assertThat(BlockCodec.decodeResponse(Tag.FAIL, payload))
        .isEqualTo(new Block.Fail(ErrorCode.UNRECOGNIZED, "new"));
  }

  @Test
  void shouldKeepTheLargestNamesWithinTheLimitOfAControlBlock() {
    String longest = "x".repeat(Names.MAX_BYTES);
    assertThat(BlockCodec.encode(new Block.Bind(longest, longest, longest)))
        .hasSizeLessThan(BlockCodec.MAX_TOTAL);
  }

  private static Block decode(Block like, int tag, byte[] payload) throws ProtocolException {
    return like instanceof Block.Request
        ? BlockCodec.decodeRequest(tag, payload)
        : BlockCodec.decodeResponse(tag, payload);
  }

  private static int tagOf(byte[] block) {
    return ByteBuffer.wrap(block).getInt();
  }

  private static byte[] payloadOf(byte[] block) {
    return Arrays.copyOfRange(block, BlockReader.HEADER_BYTES, block.length);
  }

  private static byte[] u64(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }
}
