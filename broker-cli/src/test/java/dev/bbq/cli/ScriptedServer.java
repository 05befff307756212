// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bbq.api.plugin.Plugins;
import dev.bbq.api.plugin.Transports;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.transport.TransportServer;
import dev.bbq.api.transport.TransportStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** A server that is no broker: it says the same to whatever comes first on a stream. */
record ScriptedServer(TransportServer server) implements AutoCloseable {

  /** Starts it on a free port; it is silent if the answer is empty. */
  static ScriptedServer start(TlsConfig tls, byte[] answer) throws TransportException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new ScriptedServer(
        Transports.find(Optional.empty(), Plugins.none())
            .listen(
                new ServerConfig(address, tls, TransportLimits.DEFAULT, 1),
                connection -> new Script(answer)));
  }

  /** Returns the FAIL block of a code. */
  static byte[] fail(int code, String reason) {
    byte[] words = reason.getBytes(UTF_8);
    int total = Short.BYTES + Long.BYTES + words.length;
    return ByteBuffer.allocate(Integer.BYTES + Long.BYTES + total)
        .put("FAIL".getBytes(US_ASCII))
        .putLong(total)
        .putShort((short) code)
        .putLong(words.length)
        .put(words)
        .array();
  }

  int port() {
    return server.address().getPort();
  }

  @Override
  public void close() {
    boolean unused = server.close(0, Duration.ofSeconds(5));
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Script(byte[] answer) implements ConnectionHandler {
    @Override
    public StreamHandler onStream(TransportStream stream) {
      return new Line(stream, answer);
    }

    @Override
    public void onStreamCredit() {}

    @Override
    public void onClosed(CloseCause cause) {}
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Line(TransportStream stream, byte[] answer) implements StreamHandler {
    @Override
    public void onData(ByteBuffer data) {
      data.position(data.limit());
      if (answer.length > 0) {
        stream.output(answer.length).put(answer);
        stream.flush();
        stream.finish();
      }
    }

    @Override
    public void onReadComplete() {}

    @Override
    public void onFinished() {}

    @Override
    public void onReset(long code) {}

    @Override
    public void onStopped(long code) {}

    @Override
    public void onWritable() {}

    @Override
    public void onClosed() {}
  }
}
