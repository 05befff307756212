// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.INVALID_ARGUMENT;
import static dev.bbq.api.ErrorCode.OUTCOME_UNKNOWN;
import static dev.bbq.api.ErrorCode.QUEUE_DELETED;
import static dev.bbq.api.ErrorCode.UNEXPECTED_TAG;
import static dev.bbq.api.ErrorCode.UNKNOWN_DELIVERY;
import static dev.bbq.api.ErrorCode.UNKNOWN_QUEUE;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.BlockCodec;
import dev.bbq.api.wire.BlockLimits;
import dev.bbq.api.wire.BlockReader;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.Tag;
import dev.bbq.core.jfr.DeliveryBurstEvent;
import dev.bbq.core.jfr.Flight;
import dev.bbq.core.queue.Consumer;
import dev.bbq.core.queue.Lease;
import dev.bbq.core.queue.Queue;
import dev.bbq.core.queue.Settlements;
import dev.bbq.core.routing.RefusalException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A consume stream (docs/protocol.md, "RECV"): pushes deliveries while there is credit and the
 * client reads, and passes settlements on, once per burst.
 *
 * <p>A delivery that waits to be written can't be settled, so the store goes on counting it. Once
 * the queue has let go of all, by the client's leave or its own end, what waits still counts here.
 */
final class ConsumeStream extends BlockStream implements Consumer.Listener {

  private static final int TAKE_MESSAGES = 128;
  private static final long TAKE_BYTES = 128 << 10;
  private static final int MAX_COMPLAINTS = 100;
  private static final int FIXED_BYTES =
      Long.BYTES + Integer.BYTES; // delivery number, redeliveries

  private final Services services;
  private final Settlements settlements = new Settlements();
  private final List<Lease> taken = new ArrayList<>();
  private final ArrayDeque<Unwritten> unwritten = new ArrayDeque<>(0);
  private @Nullable Consumer consumer;
  private CompletableFuture<?> stored = CompletableFuture.completedFuture(null);
  private Block.@Nullable SetCredit credit; // what is asked for in this burst, the last time
  private boolean ended;
  private boolean released; // the queue keeps nothing of what was delivered
  private boolean paused;
  private int complaints;

  /** A delivery that was not written whole at once, and at which byte of the output it ends. */
  private record Unwritten(long number, long end) {}

  ConsumeStream(TransportStream stream, ClientConnection connection, Services services) {
    super(stream, connection, ConsumeStream::maxTotal);
    this.services = services;
  }

  private static long maxTotal(int tag) {
    return tag == Tag.RECV || tag == Tag.CRED || tag == Tag.SETL
        ? BlockCodec.MAX_TOTAL
        : BlockLimits.NOT_ALLOWED;
  }

  // --- what the client says

  @Override
  StreamKind kind() {
    return StreamKind.CONSUME;
  }

  @Override
  void onBlock(int tag, byte[] payload) throws ProtocolException {
    Block.Request request = BlockCodec.decodeRequest(tag, payload);
    Consumer current = consumer;
    if (request instanceof Block.Receive receive && current == null) {
      subscribe(receive);
    } else if (request instanceof Block.SetCredit wanted && current != null) {
      ask(wanted);
    } else if (request instanceof Block.Settle settle && current != null) {
      settle(current, settle);
    } else {
      throw new ProtocolException(
          UNEXPECTED_TAG, "tag not allowed now: tag=%s".formatted(Tag.text(tag)));
    }
  }

  private void subscribe(Block.Receive receive) {
    if (lacksBytes(receive.creditMessages(), receive.creditBytes())) {
      fail(INVALID_ARGUMENT, creditWithoutBytes(receive.creditMessages()));
      return;
    }
    Consumer accepted;
    try {
      Queue queue = services.topology().queue(receive.queue());
      accepted = queue.subscribe(this);
    } catch (RefusalException refusal) {
      fail(refusal.code(), refusal.reason());
      return;
    }
    if (accepted == null) {
      fail(UNKNOWN_QUEUE, "no such queue: queue=%s".formatted(receive.queue()));
      return;
    }
    consumer = accepted;
    respond(new Block.Okay(0));
    credit = new Block.SetCredit(receive.creditMessages(), receive.creditBytes());
  }

  private void ask(Block.SetCredit wanted) {
    if (lacksBytes(wanted.messages(), wanted.bytes())) {
      complain(INVALID_ARGUMENT, creditWithoutBytes(wanted.messages()));
    } else {
      credit = wanted;
    }
  }

  /** Sets the credit once per burst: each time the queue takes back and hands out anew. */
  private void setCredit() {
    Block.SetCredit wanted = credit;
    Consumer current = consumer;
    if (wanted != null && current != null) {
      credit = null;
      StreamLimits limits = services.limits();
      current
          .queue()
          .credit(
              current,
              (int) Math.min(wanted.messages(), limits.maxCreditMessages()),
              Math.min(wanted.bytes(), limits.maxCreditBytes()));
    }
  }

  private static boolean lacksBytes(long messages, long bytes) {
    return messages > 0 && bytes == 0;
  }

  private static String creditWithoutBytes(long messages) {
    return "credit without bytes: messages=%d, bytes=0".formatted(messages);
  }

  private void settle(Consumer current, Block.Settle settle) {
    boolean known =
        isWritten(settle.to())
            && current
                .queue()
                .settle(current, settle.outcome(), settle.from(), settle.to(), settlements);
    if (!known) {
      complain(
          UNKNOWN_DELIVERY,
          "no such unsettled delivery: from=%d, to=%d".formatted(settle.from(), settle.to()));
    }
  }

  private boolean isWritten(long number) {
    while (!unwritten.isEmpty() && unwritten.element().end() <= writer.handedBytes()) {
      unwritten.remove();
    }
    return unwritten.isEmpty() || number < unwritten.element().number();
  }

  /** Answers a bad request that does not end the stream. */
  private void complain(ErrorCode code, String reason) {
    complaints++;
    respond(new Block.Fail(code, reason));
    balance();
  }

  @Override
  public void onReadComplete() {
    setCredit();
    storeSettlements();
    writer.flush();
    balance();
  }

  private void storeSettlements() {
    Consumer current = consumer;
    if (current == null) {
      return;
    }
    CompletableFuture<?> burst = current.queue().store(settlements).toCompletableFuture();
    if (!burst.isDone() || burst.isCompletedExceptionally()) {
      stored = stored.thenCombine(burst, (before, now) -> now);
    }
    MemoryGuard memory = services.memory();
    if (burst.isDone()) {
      memory.look();
    } else {
      var unused = burst.whenComplete((kept, failure) -> memory.look());
      var unusedToo = stored.whenComplete((kept, failure) -> connection.worked());
    }
  }

  /**
   * An orderly end: what is not settled goes back, and the client is told once the settlements are
   * kept.
   */
  @Override
  void onEnd() {
    storeSettlements();
    leave(false);
    if (stored.isDone()) {
      sayDone();
    } else {
      var unused = stored.whenComplete((kept, failure) -> later(this::sayDone));
    }
  }

  private void sayDone() {
    if (ended) {
      return;
    }
    if (stored.isCompletedExceptionally()) {
      fail(
          OUTCOME_UNKNOWN,
          "settlements may not have been kept: cause=%s".formatted(stored.exceptionNow()));
      return;
    }
    ended = true;
    respond(new Block.Done());
    writer.finish();
  }

  @Override
  void onViolation(ProtocolException violation) {
    storeSettlements();
    leave(true);
    ended = true;
    super.onViolation(violation);
  }

  @Override
  void onAborted() {
    ended = true;
    storeSettlements();
    leave(true);
  }

  @Override
  boolean isIdle() {
    return stored.isDone() && (ended || writer.isReady());
  }

  private void leave(boolean lost) {
    Consumer current = consumer;
    if (current != null) {
      current.queue().unsubscribe(current, lost);
    }
    released();
  }

  // --- what waits to be written, and nobody else keeps

  private void released() {
    released = true;
    account();
  }

  @Override
  long keptBytes() {
    return released ? writer.waitingBytes() : 0;
  }

  @Override
  boolean mustBeRead() {
    return keptBytes() > 0;
  }

  private void fail(ErrorCode code, String reason) {
    ended = true;
    respond(new Block.Fail(code, reason));
    writer.finish();
    released();
    endInput(code.number());
  }

  // --- what the queue says, on any thread

  @Override
  public void onReady() {
    later(this::deliver);
  }

  @Override
  public void onQueueDeleted() {
    later(
        () -> {
          if (!ended) {
            fail(QUEUE_DELETED, "queue was deleted");
          }
        });
  }

  // --- deliveries

  private void deliver() {
    Consumer current = consumer;
    if (current == null || ended) {
      return;
    }
    if (!settlements.isEmpty()) {
      storeSettlements(); // before what came back by them goes out again, and is settled again
    }
    DeliveryBurstEvent event = Flight.deliveryBurst(connection.number(), current.queue().name());
    int messages = 0;
    long bytes = 0;
    while (writer.isReady()) {
      long number = current.take(taken, TAKE_MESSAGES, TAKE_BYTES);
      if (taken.isEmpty()) {
        break;
      }
      for (Lease lease : taken) {
        write(number++, lease);
        bytes += lease.record().message().size();
      }
      messages += taken.size();
      taken.clear();
    }
    writer.flush();
    connection.counters().delivered(messages);
    Flight.end(event, messages, bytes);
  }

  private void write(long number, Lease lease) {
    byte[] message = lease.record().message().bytes();
    writer
        .begin(BlockReader.HEADER_BYTES + FIXED_BYTES)
        .putInt(Tag.DELV)
        .putLong(FIXED_BYTES + message.length)
        .putLong(number)
        .putInt(lease.redeliveries());
    writer.write(message, 0, message.length);
    if (writer.waitingBytes() > 0) {
      unwritten.add(new Unwritten(number, writer.handedBytes() + writer.waitingBytes()));
    }
  }

  @Override
  void onWritableAgain() {
    unwritten.clear();
    balance();
    deliver();
  }

  /** Listens only as long as the client listens: answers to bad requests must not pile up. */
  private void balance() {
    boolean tooMuch = complaints > MAX_COMPLAINTS && !writer.isReady();
    if (tooMuch && !paused) {
      paused = true;
      stream.pauseReading();
    } else if (!tooMuch && paused) {
      paused = false;
      stream.resumeReading();
    }
    if (writer.isReady()) {
      complaints = 0;
    }
  }

  @Override
  boolean isPaused() {
    return paused;
  }
}
