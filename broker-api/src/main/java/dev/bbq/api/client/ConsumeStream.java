// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.ClosedException;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.Credit;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.RefusedException;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.BlockCodec;
import dev.bbq.api.wire.BlockLimits;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.SendLayout;
import dev.bbq.api.wire.Tag;
import java.lang.System.Logger;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The stream of one consumer: deliveries in, settlements out. Deliveries wait in a queue that the
 * credit bounds; settlements of any thread leave together, once per burst.
 */
final class ConsumeStream extends BlockStream {

  private static final Logger LOG = System.getLogger("dev.bbq.api.client");

  /** Comes behind the last delivery. */
  private static final Object END = new Object();

  private final String queue;
  private final Credit credit;
  private final CompletableFuture<Void> accepted = new CompletableFuture<>();
  private final CompletableFuture<Boolean> done = new CompletableFuture<>();
  private final LinkedBlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
  private final Burst<ClientDelivery> settled = new Burst<>();
  private final AtomicLong ackedThrough = new AtomicLong();
  private volatile boolean finished;
  private volatile @Nullable BbqException failure;

  // The rest belongs to the connection's context.
  private final SendLayout layout;
  private final SettleRanges ranges = new SettleRanges(this::write);
  private boolean finishing;
  private boolean complete;

  /** Creates it and begins to open it. Any thread. */
  ConsumeStream(ClientConnection connection, String queue, Credit credit) {
    super(connection, limits(connection.welcome().maxMessageBytes()));
    this.queue = queue;
    this.credit = credit;
    layout = new SendLayout(connection.welcome().maxMessageBytes());
    if (!connection.execute(this::open)) {
      ended(new ConnectionException("connection closed: " + connection.server()));
    }
  }

  private static BlockLimits limits(long maxMessageBytes) {
    long maxDelivery = ClientDelivery.FIXED_BYTES + SendLayout.maxTotal(maxMessageBytes);
    return tag -> tag == Tag.DELV ? maxDelivery : BlockCodec.MAX_TOTAL;
  }

  private void open() {
    send(new Block.Receive(queue, credit.messages(), credit.bytes()));
    connection().open(this);
  }

  String queue() {
    return queue;
  }

  /** Completes when the broker has accepted the consumer. */
  CompletableFuture<Void> accepted() {
    return accepted;
  }

  /** Completes when the stream has ended, with whether all settlements are kept. */
  CompletableFuture<Boolean> done() {
    return done;
  }

  /** Returns the highest number that was acked with all before it. Any thread. */
  long ackedThrough() {
    return ackedThrough.get();
  }

  /** Takes the next delivery, waiting for it. Any thread. Returns null when there are no more. */
  @Nullable ClientDelivery next() throws InterruptedException {
    return deliveryOf(arrived.take());
  }

  /**
   * Takes the next delivery. Any thread. Returns null when none comes in time, or there are no
   * more.
   */
  @Nullable ClientDelivery next(long timeoutNs) throws InterruptedException {
    Object next = arrived.poll(timeoutNs, TimeUnit.NANOSECONDS);
    return next == null ? null : deliveryOf(next);
  }

  private @Nullable ClientDelivery deliveryOf(Object next) {
    if (next instanceof ClientDelivery delivery) {
      return delivery;
    }
    arrived.add(next); // the next to ask wants to know too
    return null;
  }

  /**
   * Requires that settling is of use. Any thread.
   *
   * @throws ClosedException if the consumer was closed
   * @throws ConnectionException if the stream has failed
   */
  void requireOpen() {
    BbqException why = failure;
    if (why != null) {
      throw new ConnectionException(
          "consumer has ended: queue=%s, reason=%s".formatted(queue, why.getMessage()), why);
    }
    if (finished) {
      throw new ClosedException("consumer closed: queue=" + queue);
    }
  }

  /** Returns why the stream has failed, if it has. Any thread. */
  @Nullable BbqException failure() {
    return failure;
  }

  /** Sends a settlement soon, together with others. Any thread. */
  void settle(ClientDelivery delivery) {
    if (delivery.settlement() == Settlement.ACK_ALL) {
      ackedThrough.accumulateAndGet(delivery.number(), Math::max);
    }
    if (settled.add(delivery)) {
      connection().execute(this::sendSettlements); // when that fails, nobody is there to hear it
    }
  }

  /** Asks for no more deliveries. Any thread. */
  void pause() {
    connection().execute(() -> send(new Block.SetCredit(0, credit.bytes())));
  }

  /** Lets nobody wait for a delivery any longer. Any thread. */
  void wake() {
    arrived.add(END);
  }

  /**
   * Sends the settlements there are and ends; {@link #done()} says when they are kept. Any thread.
   */
  void finish() {
    finished = true;
    execute(
        () -> {
          finishing = true;
          sendSettlements();
        });
  }

  /** Ends at once: what is unsettled goes back as failed. Any thread. */
  void abort() {
    finished = true;
    execute(() -> end(new ClosedException("consumer closed: queue=" + queue)));
  }

  private void execute(Runnable lastWords) {
    if (!connection().execute(lastWords)) {
      done.complete(false);
    }
  }

  private void sendSettlements() {
    if (!isReady()) {
      return; // comes again when the stream is ready; until then they gather
    }
    for (ClientDelivery first = settled.take(); first != null; first = settled.take()) {
      ranges.put(first);
    }
    flush();
    if (finishing && isReady()) {
      finishOutput();
    }
  }

  @Override
  void ready() {
    sendSettlements();
  }

  @Override
  void answered(int tag, byte[] payload) throws ProtocolException {
    if (tag != Tag.DELV) {
      answered(BlockCodec.decodeResponse(tag, payload));
      return;
    }
    layout.parse(payload, ClientDelivery.FIXED_BYTES);
    if (!finishing) {
      arrived.add(new ClientDelivery(this, layout));
    }
  }

  @Override
  void answered(Block.Response block) throws ProtocolException {
    switch (block) {
      case Block.Okay okay -> accepted.complete(null);
      case Block.Done words when finishing -> {
        complete = true;
        end(new ClosedException("consumer closed: queue=" + queue));
      }
      case Block.Fail fail when fail.code() == ErrorCode.UNKNOWN_DELIVERY ->
          LOG.log(
              Logger.Level.WARNING,
              "broker knows no such delivery: queue={0}, reason={1}",
              queue,
              fail.reason());
      case Block.Fail fail -> end(new RefusedException(fail.code(), fail.reason()));
      default ->
          throw new ProtocolException(
              ErrorCode.UNEXPECTED_TAG, "unexpected on a consume stream: block=" + block);
    }
  }

  @Override
  void ended(BbqException why) {
    finished = true;
    if (!complete) {
      failure = why;
    }
    arrived.clear(); // nobody can settle these any more
    arrived.add(END);
    accepted.completeExceptionally(why);
    done.complete(complete);
  }
}
