// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream under test: records what its handler is told, and acts in the connection's context.
 */
final class StreamProbe extends Monitor implements StreamHandler {

  private static final int PIECE_BYTES = 16 << 10;

  private final ConnectionProbe connection;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final List<String> events = new ArrayList<>();
  private @Nullable TransportStream stream;
  private volatile Consumer<StreamProbe> onBurst = probe -> {};
  private volatile Consumer<StreamProbe> onEnd = probe -> {};
  private volatile Consumer<StreamProbe> onRoom = probe -> {};

  StreamProbe(ConnectionProbe connection) {
    this.connection = connection;
  }

  void attach(TransportStream opened) {
    change(() -> stream = opened);
  }

  TransportStream stream() {
    return read(
        () -> {
          if (stream == null) {
            throw new AssertionError("stream not open");
          }
          return stream;
        });
  }

  /** Sets what runs in the context at the end of each burst. */
  StreamProbe onBurst(Consumer<StreamProbe> action) {
    onBurst = action;
    return this;
  }

  /** Sets what runs in the context at the peer's FIN or RESET. */
  StreamProbe onEnd(Consumer<StreamProbe> action) {
    onEnd = action;
    return this;
  }

  /** Sets what runs in the context when the stream is writable again. */
  StreamProbe onRoom(Consumer<StreamProbe> action) {
    onRoom = action;
    return this;
  }

  /** Does something with the stream in the connection's context and waits until it is done. */
  void act(Consumer<TransportStream> action) {
    connection.run(() -> action.accept(stream()));
  }

  void send(byte[] data) {
    act(
        open -> {
          put(data);
          open.flush();
        });
  }

  void sendAndFinish(byte[] data) {
    act(
        open -> {
          put(data);
          open.finish();
        });
  }

  /** Puts data into the output; only in the context. */
  void put(byte[] data) {
    for (int from = 0; from < data.length; from += PIECE_BYTES) {
      int some = Math.min(PIECE_BYTES, data.length - from);
      stream().output(some).put(data, from, some);
    }
  }

  byte[] received() {
    return read(received::toByteArray);
  }

  int receivedBytes() {
    return read(received::size);
  }

  /** Returns what the handler was told beside data, in order. */
  List<String> events() {
    return read(() -> List.copyOf(events));
  }

  /** Returns how often the handler was told something. */
  long count(String event) {
    return events().stream().filter(event::equals).count();
  }

  void awaitEvent(String event) {
    await(event, () -> events.contains(event));
  }

  void awaitBytes(int count) {
    await(count + " bytes", () -> received.size() >= count);
  }

  @Override
  public void onData(ByteBuffer data) {
    connection.callback(
        () -> {
          byte[] copy = new byte[data.remaining()];
          data.get(copy);
          change(
              () -> {
                if (events.contains("closed")) {
                  events.add("data after closed");
                }
                received.writeBytes(copy);
              });
        });
  }

  @Override
  public void onReadComplete() {
    connection.callback(
        () -> {
          add("burst");
          onBurst.accept(this);
        });
  }

  @Override
  public void onFinished() {
    connection.callback(
        () -> {
          add("finished");
          onEnd.accept(this);
        });
  }

  @Override
  public void onReset(long code) {
    connection.callback(
        () -> {
          add("reset " + code);
          onEnd.accept(this);
        });
  }

  @Override
  public void onStopped(long code) {
    connection.callback(() -> add("stopped"));
  }

  @Override
  public void onWritable() {
    connection.callback(
        () -> {
          add("writable");
          onRoom.accept(this);
        });
  }

  @Override
  public void onClosed() {
    connection.callback(() -> add("closed"));
  }

  private void add(String event) {
    change(() -> events.add(event));
  }

  @Override
  public String toString() {
    return "StreamProbe[events=%s, bytes=%d]".formatted(events, received.size());
  }
}
