// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks;

import dev.bbq.api.QueueOptions;
import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.StoreCapabilities;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Block.Outcome;
import dev.bbq.api.wire.BlockCodec;
import dev.bbq.api.wire.BlockReader;
import dev.bbq.api.wire.Tag;
import dev.bbq.core.connection.About;
import dev.bbq.core.connection.Connections;
import dev.bbq.core.connection.MemoryGuard;
import dev.bbq.core.connection.MemoryMarks;
import dev.bbq.core.connection.Services;
import dev.bbq.core.connection.StreamLimits;
import dev.bbq.core.queue.Intake;
import dev.bbq.core.queue.Queue;
import dev.bbq.core.queue.Wish;
import dev.bbq.core.routing.RefusalException;
import dev.bbq.core.routing.Topology;
import dev.bbq.core.routing.TopologyLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one message costs from a queue to a consumer with credit and back as an ack, and on the
 * whole way from a publisher: the broker's own code over the memory store, without a network.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class DispatchBenchmark {

  private static final int BURST = 256;
  private static final int MESSAGE_BYTES = 150;
  private static final int CREDIT = 1000;
  private static final int FROM = BlockReader.HEADER_BYTES + Byte.BYTES;
  private static final String NAME = "orders";
  private static final StoreCapabilities ON_THE_HEAP =
      new StoreCapabilities(StoreCapabilities.Durability.MEMORY, false, false, 16 << 20);

  private final byte[] message = message();
  private final ByteBuffer sends = sends(message);
  private final ByteBuffer settle =
      ByteBuffer.wrap(BlockCodec.encode(new Block.Settle(Outcome.ACK, 1, BURST)));
  private final InlineConnection connection = new InlineConnection();
  private QueueStore store;
  private Queue[] route;
  private StreamHandler publishing;
  private StreamHandler consuming;
  private long next = 1;

  /** The three fields of a SEND to the default exchange. */
  private static byte[] message() {
    byte[] key = NAME.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(3 * Long.BYTES + key.length + MESSAGE_BYTES)
        .putLong(0)
        .putLong(key.length)
        .put(key)
        .putLong(MESSAGE_BYTES)
        .array();
  }

  private static ByteBuffer sends(byte[] message) {
    ByteBuffer blocks = ByteBuffer.allocate(BURST * (BlockReader.HEADER_BYTES + message.length));
    for (int i = 0; i < BURST; i++) {
      blocks.putInt(Tag.SEND).putLong(message.length).put(message);
    }
    return blocks.flip();
  }

  /** Creates a queue, and a connection that consumes it. */
  @Setup
  public void subscribe() throws StoreException, RefusalException {
    store = MemoryStores.open();
    Topology topology = new Topology(store, TopologyLimits.DEFAULT, new NoHost());
    topology.declareQueue(NAME, QueueOptions.NONE).toCompletableFuture().join();
    route = new Queue[] {topology.queue(NAME)};
    InstantSource clock = InstantSource.system();
    Services services =
        new Services(
            topology,
            store,
            new StreamLimits(16 << 20, CREDIT, Long.MAX_VALUE, 1 << 20, Duration.ofSeconds(8)),
            new MemoryGuard(store::residentBytes, MemoryMarks.of(1L << 30, 0.5, 0.8, 0.06)),
            new About("bbq", "none", "memory", ON_THE_HEAP, clock, clock.instant()));
    ConnectionHandler client = new Connections(services).accept(connection);
    publishing = client.onStream(new NowhereStream());
    consuming = client.onStream(new NowhereStream());
    say(
        consuming,
        ByteBuffer.wrap(BlockCodec.encode(new Block.Receive(NAME, CREDIT, Long.MAX_VALUE))));
  }

  /** Delivers a burst of messages and takes their acks. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public long dispatch() {
    Intake intake = new Intake();
    for (int i = 0; i < BURST; i++) {
      if (intake.add(route, message, Wish.NONE) != null) {
        throw new IllegalStateException("refused: queue=" + NAME);
      }
    }
    intake.append(store).toCompletableFuture().join();
    connection.run();
    return acked();
  }

  /** Takes a burst of SEND blocks, delivers them and takes their acks. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public long publishAndDispatch() {
    say(publishing, sends.rewind());
    return acked();
  }

  private long acked() {
    settle.putLong(FROM, next).putLong(FROM + Long.BYTES, next + BURST - 1);
    next += BURST;
    say(consuming, settle.rewind());
    if (!route[0].isDrained()) {
      throw new IllegalStateException("not delivered: next=" + next);
    }
    return next;
  }

  private void say(StreamHandler stream, ByteBuffer blocks) {
    stream.onData(blocks);
    stream.onReadComplete();
    connection.run();
  }
}
