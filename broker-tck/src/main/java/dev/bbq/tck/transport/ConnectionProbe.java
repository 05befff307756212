// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One end of a connection under test: records what its handler is told. */
final class ConnectionProbe extends Monitor implements ConnectionHandler {

  private final List<StreamProbe> accepted = new ArrayList<>();
  private final List<StreamProbe> all = new ArrayList<>();
  private final List<CloseCause> closes = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final AtomicBoolean inCallback = new AtomicBoolean();
  private @Nullable TransportConnection connection;
  private volatile Consumer<StreamProbe> onAccept = stream -> {};
  private int taken;
  private int known;
  private int credits;
  private int streamsOpenAtClose;

  ConnectionProbe attach(TransportConnection opened) {
    change(() -> connection = opened);
    return this;
  }

  TransportConnection connection() {
    return read(
        () -> {
          if (connection == null) {
            throw new AssertionError("not connected");
          }
          return connection;
        });
  }

  /** Sets what runs in the context for each stream of the peer, before its first data. */
  ConnectionProbe onAccept(Consumer<StreamProbe> action) {
    onAccept = action;
    return this;
  }

  /** Runs something in the context and waits until it is done. */
  void run(Runnable task) {
    var done = new CompletableFuture<@Nullable Void>();
    connection()
        .execute(
            () -> {
              try {
                callback(task);
                done.complete(null);
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            });
    try {
      done.get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("task failed", e);
    }
  }

  /** Opens a stream, or returns null when there is no credit. */
  @Nullable StreamProbe tryOpen() {
    var probe = new StreamProbe(this);
    var opened = new ArrayList<TransportStream>();
    run(
        () -> {
          TransportStream stream = connection().tryOpenStream(probe);
          if (stream != null) {
            probe.attach(stream);
            opened.add(stream);
            change(() -> all.add(probe));
          }
        });
    return opened.isEmpty() ? null : probe;
  }

  /** Opens a stream, which must succeed at once. */
  StreamProbe open() {
    StreamProbe opened = tryOpen();
    if (opened == null) {
      throw new AssertionError("no credit");
    }
    return opened;
  }

  /** Returns the next stream that the peer has opened. */
  StreamProbe next() {
    await("stream of the peer", () -> accepted.size() > taken);
    return read(() -> accepted.get(taken++));
  }

  /** Does something with each stream; only in the context. */
  void each(Consumer<StreamProbe> action) {
    List.copyOf(all).forEach(action);
  }

  /** Drops the records of streams that have ended, so that many can follow each other. */
  void forgetClosed() {
    change(
        () -> {
          all.removeIf(stream -> stream.count("closed") > 0);
          accepted.clear();
          taken = 0;
        });
  }

  /** Returns how many streams there have ever been. */
  int knownCount() {
    return read(() -> known);
  }

  int acceptedCount() {
    return read(accepted::size);
  }

  /** Returns how many streams, of those not forgotten, have been read to their end. */
  int finishedCount() {
    return read(() -> (int) all.stream().filter(stream -> stream.count("finished") > 0).count());
  }

  CloseCause awaitClosed() {
    await("end of the connection", () -> !closes.isEmpty());
    return read(() -> closes.get(0));
  }

  boolean isClosed() {
    return read(() -> !closes.isEmpty());
  }

  int closes() {
    return read(closes::size);
  }

  int credits() {
    return read(() -> credits);
  }

  void awaitCredits(int count) {
    await(count + " calls of onStreamCredit", () -> credits >= count);
  }

  /** Returns how many streams had not been told their end when the connection was told its own. */
  int streamsOpenAtClose() {
    return read(() -> streamsOpenAtClose);
  }

  /** Returns breaches of the rules of callbacks. */
  List<String> faults() {
    return read(() -> List.copyOf(faults));
  }

  /** Runs the body of a callback and notes if it runs within another, or after the last. */
  void callback(Runnable body) {
    if (!inCallback.compareAndSet(false, true)) {
      change(() -> faults.add("overlap"));
      body.run();
      return;
    }
    try {
      body.run();
    } finally {
      inCallback.set(false);
    }
  }

  @Override
  public StreamHandler onStream(TransportStream stream) {
    var probe = new StreamProbe(this);
    probe.attach(stream);
    callback(
        () -> {
          onAccept.accept(probe);
          change(
              () -> {
                if (!closes.isEmpty()) {
                  faults.add("stream after close");
                }
                known++;
                accepted.add(probe);
                all.add(probe);
              });
        });
    return probe;
  }

  @Override
  public void onStreamCredit() {
    callback(() -> change(() -> credits++));
  }

  @Override
  public void onClosed(CloseCause cause) {
    callback(
        () ->
            change(
                () -> {
                  closes.add(cause);
                  streamsOpenAtClose =
                      (int) all.stream().filter(stream -> stream.count("closed") == 0).count();
                }));
  }

  @Override
  public String toString() {
    return "ConnectionProbe[streams=%d, closes=%s, faults=%s]"
        .formatted(all.size(), closes, faults);
  }
}
