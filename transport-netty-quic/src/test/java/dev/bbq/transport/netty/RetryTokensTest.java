// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RetryTokensTest {

  private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.1", 4000);
  private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};

  private final AtomicLong nowNs = new AtomicLong(-5);
  private final AtomicBoolean accepting = new AtomicBoolean(true);
  private final RetryTokens tokens = tokens(new byte[] {1});

  private RetryTokens tokens(byte[] key) {
    return new RetryTokens(key, nowNs::get, client -> accepting.get());
  }

  private ByteBuf token() {
    ByteBuf token = Unpooled.buffer(tokens.maxTokenLength());
    assertThat(tokens.writeToken(token, Unpooled.wrappedBuffer(ID), CLIENT)).isTrue();
    assertThat(token.readableBytes()).isLessThanOrEqualTo(tokens.maxTokenLength());
    return token;
  }

  @Test
  void shouldFindFirstConnectionIdInItsToken() {
    ByteBuf token = token();
    int start = tokens.validateToken(token, CLIENT);
    assertThat(token.slice(start, token.readableBytes() - start))
        .isEqualTo(Unpooled.wrappedBuffer(ID));
  }

  @Test
  void shouldTakeTokenOfAnotherThreadWithTheSameKey() {
    assertThat(tokens(new byte[] {1}).validateToken(token(), CLIENT)).isPositive();
  }

  @Test
  void shouldRefuseTokenOfAnotherKey() {
    assertThat(tokens(new byte[] {2}).validateToken(token(), CLIENT)).isEqualTo(-1);
  }

  @Test
  void shouldRefuseTokenFromAnotherAddressOrPort() {
    assertThat(tokens.validateToken(token(), new InetSocketAddress("192.0.2.2", 4000)))
        .isEqualTo(-1);
    assertThat(tokens.validateToken(token(), new InetSocketAddress("192.0.2.1", 4001)))
        .isEqualTo(-1);
  }

  @Test
  void shouldRefuseTokenWithAnyByteChanged() {
    ByteBuf token = token();
    for (int i = 0; i < token.readableBytes(); i++) {
      ByteBuf changed = token.copy();
      changed.setByte(i, changed.getByte(i) ^ 1);
      assertThat(tokens.validateToken(changed, CLIENT)).as("byte " + i).isEqualTo(-1);
    }
  }

  @Test
  void shouldRefuseTokenOfAnyOtherLength() {
    ByteBuf token = token();
    for (int i = 0; i < token.readableBytes(); i++) {
      assertThat(tokens.validateToken(token.copy(0, i), CLIENT)).as("length " + i).isEqualTo(-1);
    }
    assertThat(tokens.validateToken(Unpooled.wrappedBuffer(new byte[500]), CLIENT)).isEqualTo(-1);
  }

  @Test
  void shouldRefuseTokenWhenItsTimeIsUp() {
    ByteBuf token = token();
    nowNs.addAndGet(10_000_000_000L);
    assertThat(tokens.validateToken(token, CLIENT)).isPositive();
    nowNs.incrementAndGet();
    assertThat(tokens.validateToken(token, CLIENT)).isEqualTo(-1);
  }

  @Test
  void shouldRefuseTokenFromTheFuture() {
    ByteBuf token = token();
    nowNs.decrementAndGet();
    assertThat(tokens.validateToken(token, CLIENT)).isEqualTo(-1);
  }

  @Test
  void shouldRefuseGoodTokenWhenNobodyIsWelcome() {
    ByteBuf token = token();
    accepting.set(false);
    assertThat(tokens.validateToken(token, CLIENT)).isEqualTo(-1);
  }
}
