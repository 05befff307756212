// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import dev.bbq.api.PemFiles;
import dev.bbq.api.plugin.Transports;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.transport.TransportServer;
import dev.bbq.api.transport.TransportStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The transport without a broker: each frame is answered by one byte, or when there is a consumer
 * passed on to it, and answered when the consumer has answered ("two hops"). One consumer at a
 * time; it says so with the first byte of its stream.
 */
public final class RawServer {

  static final byte CONSUMER = 'R';

  private @Nullable TransportStream consumer;
  private @Nullable TransportStream publisher;

  private RawServer() {}

  /**
   * Serves until stdin ends.
   *
   * @param arguments the port, the folder with certificates, the name of the transport
   */
  public static void main(String[] arguments) throws Exception {
    RawServer relay = new RawServer();
    TransportServer server =
        Transports.find(Optional.of(arguments[2]))
            .listen(
                new ServerConfig(
                    new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])),
                    PemFiles.server(Path.of(arguments[1])),
                    TransportLimits.DEFAULT,
                    1), // one thread, so that what two connections share needs no lock
                connection -> relay.new Connection());
    System.out.println("listening: address=" + server.address());
    while (System.in.read() >= 0) {}
    Runtime.getRuntime().halt(0);
  }

  private final class Connection implements ConnectionHandler {

    @Override
    public StreamHandler onStream(TransportStream stream) {
      return new First(stream);
    }

    @Override
    public void onClosed(CloseCause cause) {}
  }

  /** Ends as it is ended. */
  private abstract static class End implements StreamHandler {

    final TransportStream stream;

    End(TransportStream stream) {
      this.stream = stream;
    }

    @Override
    public void onFinished() {
      stream.finish();
    }

    @Override
    public void onReset(long code) {
      stream.reset(code);
    }

    @Override
    public void onStopped(long code) {
      stream.stopReading(code);
    }

    @Override
    public void onWritable() {}

    @Override
    public void onClosed() {}
  }

  /** Tells by the first byte who is there. */
  private final class First extends End {

    private @Nullable End role;

    First(TransportStream stream) {
      super(stream);
    }

    @Override
    public void onData(ByteBuffer data) {
      End known = role;
      if (known == null) {
        if (data.get(data.position()) == CONSUMER) {
          known = new Consumer(stream);
          consumer = stream;
          data.position(data.position() + 1);
        } else if (consumer == null) {
          known = new Counter(stream);
        } else {
          known = new Hop(stream);
          publisher = stream;
        }
        role = known;
      }
      known.onData(data);
    }

    @Override
    public void onReadComplete() {
      if (role != null) {
        role.onReadComplete();
      }
    }

    @Override
    public void onWritable() {
      if (role instanceof Consumer && publisher != null) {
        publisher.resumeReading();
      }
    }

    @Override
    public void onClosed() {
      if (role instanceof Consumer) {
        consumer = null;
      } else if (role instanceof Hop) {
        publisher = null;
      }
    }
  }

  /** Answers a publisher. */
  private static final class Counter extends End {

    private final FrameCounter frames = new FrameCounter();

    Counter(TransportStream stream) {
      super(stream);
    }

    @Override
    public void onData(ByteBuffer data) {
      frames.add(data);
    }

    @Override
    public void onReadComplete() {
      answer(stream, frames.take());
      stream.flush();
    }
  }

  static void answer(TransportStream stream, int frames) {
    while (frames > 0) {
      ByteBuffer output = stream.output(1);
      int count = Math.min(frames, output.remaining());
      for (int i = 0; i < count; i++) {
        output.put(Frame.KEPT);
      }
      frames -= count;
    }
  }

  /** Passes on what a publisher sends. */
  private final class Hop extends End {

    Hop(TransportStream stream) {
      super(stream);
    }

    @Override
    public void onData(ByteBuffer data) {
      if (consumer != null) {
        copy(data, consumer);
      }
    }

    @Override
    public void onReadComplete() {
      if (consumer != null) {
        consumer.flush();
        if (!consumer.isWritable()) {
          stream.pauseReading();
        }
      }
    }
  }

  /** Passes on what a consumer answers. */
  private final class Consumer extends End {

    Consumer(TransportStream stream) {
      super(stream);
    }

    @Override
    public void onData(ByteBuffer data) {
      if (publisher != null) {
        copy(data, publisher);
      }
    }

    @Override
    public void onReadComplete() {
      if (publisher != null) {
        publisher.flush();
      }
    }
  }

  static void copy(ByteBuffer data, TransportStream to) {
    while (data.hasRemaining()) {
      ByteBuffer output = to.output(1);
      int count = Math.min(data.remaining(), output.remaining());
      output.put(output.position(), data, data.position(), count);
      output.position(output.position() + count);
      data.position(data.position() + count);
    }
  }
}
