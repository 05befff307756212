// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A transport plugin: QUIC by Netty's codec, which wraps the native library quiche; its name is
 * {@code netty-quic}.
 *
 * <p>The native libraries are needed at run time only and nothing requires their modules, so who
 * starts a JVM on the module path adds them, e.g. {@code --add-modules
 * io.netty.codec.quic.linux.x86_64,io.netty.transport.epoll.linux.x86_64}.
 *
 * @provides dev.bbq.api.transport.Transport the transport named {@code netty-quic}
 */
module dev.bbq.transport.netty {
  requires dev.bbq.api;
  requires io.netty.buffer;
  requires io.netty.codec.classes.quic;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires io.netty.transport.unix.common;
  requires static org.jspecify;

  provides dev.bbq.api.transport.Transport with
      dev.bbq.transport.netty.NettyQuicTransport;
}
