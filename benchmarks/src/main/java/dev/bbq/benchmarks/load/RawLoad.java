// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import dev.bbq.api.PemFiles;
import dev.bbq.api.plugin.Transports;
import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The workloads without a broker's client: SEND blocks, written straight to the transport. */
final class RawLoad implements Load {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int OPEN_STREAMS = 100;

  private final Endpoint endpoint;
  private final TransportClient publishing;
  private final TransportClient consuming;

  RawLoad(Endpoint endpoint) throws TransportException {
    this.endpoint = endpoint;
    publishing = end();
    consuming = end();
  }

  private TransportClient end() throws TransportException {
    return Transports.find(Optional.of(endpoint.transport()))
        .client(new ClientConfig(PemFiles.client(endpoint.folder()), TransportLimits.DEFAULT));
  }

  @Override
  public Figures perform(Task task) throws Exception {
    byte[] frame = Frame.of(BbqMessageClient.queue(0), task.sizeBytes());
    return switch (task.workload()) {
      case PUBLISH -> Figures.of(rate(task, pass -> pipelined(frame, task.window(), pass)));
      case STREAMS -> Figures.of(rate(task, pass -> streams(frame, pass)));
      case THROUGH -> Figures.of(relayed(task, frame));
      case START -> Figures.of(Retry.until(this::connected));
      default -> throw new UnsupportedOperationException("workload=" + task.workload());
    };
  }

  /** A pass over the transport. */
  @FunctionalInterface
  private interface Passing {
    void run(RawPass pass) throws Exception;
  }

  /** Goes on for the time of the warm-up, then for as many as fit into the time. */
  private static double rate(Task task, Passing passing) throws Exception {
    RawPass warmUp = RawPass.of(task.warmUp());
    passing.run(warmUp);
    RawPass counted = RawPass.of((long) Math.max(1, warmUp.perSecond() * task.seconds()));
    passing.run(counted);
    return counted.perSecond();
  }

  private double relayed(Task task, byte[] frame) throws Exception {
    RawConsumer consumer = new RawConsumer();
    TransportConnection connection = connect(consuming, new RawConnection());
    try {
      CompletableFuture<Void> open = new CompletableFuture<>();
      connection.execute(() -> consumer.start(connection, open));
      open.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      return rate(task, pass -> pipelined(frame, task.window(), pass));
    } finally {
      connection.close(0, "done");
    }
  }

  private void pipelined(byte[] frame, int window, RawPass pass) throws Exception {
    TransportConnection connection = connect(publishing, new RawConnection());
    try {
      connection.execute(() -> new RawPublisher(frame, window, pass).start(connection));
      pass.await(PATIENCE);
    } finally {
      connection.close(0, "done");
    }
  }

  private void streams(byte[] frame, RawPass pass) throws Exception {
    RawStreams streams = new RawStreams(frame, OPEN_STREAMS, pass);
    TransportConnection connection = connect(publishing, streams);
    try {
      connection.execute(() -> streams.start(connection));
      pass.await(PATIENCE);
    } finally {
      connection.close(0, "done");
    }
  }

  /** Returns when it was there, in epoch millis. */
  private double connected() throws Exception {
    connect(publishing, new RawConnection()).close(0, "done");
    return System.currentTimeMillis();
  }

  private TransportConnection connect(TransportClient end, RawConnection handler) throws Exception {
    return end.connect(Endpoint.HOST, endpoint.port(), handler)
        .toCompletableFuture()
        .get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    boolean unused = publishing.close(0, Duration.ofSeconds(1));
    boolean unusedToo = consuming.close(0, Duration.ofSeconds(1));
  }
}
