// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.ClosedException;
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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The stream of one consumer on one connection: deliveries in, settlements out. Settlements of any
 * thread leave together, once per burst.
 */
final class ConsumeStream extends BlockStream {

  private static final Logger LOG = System.getLogger("dev.bbq.api.client");

  private final Consumer consumer;
  private final Burst<ClientDelivery> settled = new Burst<>();
  private final AtomicLong ackedThrough = new AtomicLong();
  private volatile boolean lost;

  // The rest belongs to the connection's context.
  private final SendLayout layout;
  private final SettleRanges ranges = new SettleRanges(this::write);
  private boolean finishing;
  private boolean complete;

  /** Creates it; {@link #open} comes next. */
  ConsumeStream(ClientConnection connection, Consumer consumer) {
    super(connection, limits(connection.welcome().maxMessageBytes()));
    this.consumer = consumer;
    layout = new SendLayout(connection.welcome().maxMessageBytes());
  }

  private static BlockLimits limits(long maxMessageBytes) {
    long maxDelivery = ClientDelivery.FIXED_BYTES + SendLayout.maxTotal(maxMessageBytes);
    return tag -> tag == Tag.DELV ? maxDelivery : BlockCodec.MAX_TOTAL;
  }

  /** Begins to open it. */
  void open() {
    Credit credit = consumer.credit();
    send(new Block.Receive(consumer.queue(), credit.messages(), credit.bytes()));
    connection().open(this);
  }

  /** Returns whose stream it is. */
  Consumer consumer() {
    return consumer;
  }

  /** Returns the highest number that was acked with all before it. Any thread. */
  long ackedThrough() {
    return ackedThrough.get();
  }

  /** Says whether it was lost, so that settling has no effect. Any thread. */
  boolean isLost() {
    return lost;
  }

  /** Sends a settlement soon, together with others. Any thread. */
  void settle(ClientDelivery delivery) {
    if (lost) {
      return; // the broker has taken the delivery back
    }
    if (delivery.settlement() == Settlement.ACK_ALL) {
      ackedThrough.accumulateAndGet(delivery.number(), Math::max);
    }
    if (settled.add(delivery)) {
      try {
        connection().execute(this::sendSettlements);
      } catch (RejectedExecutionException closed) {
        // Nobody is there to hear it.
      }
    }
  }

  /** Asks for no more deliveries. */
  void pause() {
    send(new Block.SetCredit(0, consumer.credit().bytes()));
  }

  /** Sends the settlements there are and then the end of the output. */
  void finish() {
    finishing = true;
    sendSettlements();
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
      consumer.delivered(new ClientDelivery(this, layout));
    }
  }

  @Override
  void answered(Block.Response block) throws ProtocolException {
    switch (block) {
      case Block.Okay okay -> consumer.welcomed();
      case Block.Done words when finishing -> {
        complete = true;
        end(new ClosedException("consumer closed: queue=" + consumer.queue()));
      }
      case Block.Fail fail when fail.code() == ErrorCode.UNKNOWN_DELIVERY ->
          LOG.log(
              Logger.Level.WARNING,
              "broker knows no such delivery: queue={0}, reason={1}",
              consumer.queue(),
              fail.reason());
      case Block.Fail fail -> end(new RefusedException(fail.code(), fail.reason()));
      default ->
          throw new ProtocolException(
              ErrorCode.UNEXPECTED_TAG, "unexpected on a consume stream: block=" + block);
    }
  }

  @Override
  void ended(BbqException why, boolean withConnection) {
    if (complete) {
      consumer.ended(null, true);
    } else if (withConnection) {
      lost = true;
      consumer.lost();
    } else {
      consumer.ended(why, false);
    }
  }
}
