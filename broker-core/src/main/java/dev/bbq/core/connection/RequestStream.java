// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.INTERNAL;
import static dev.bbq.api.ErrorCode.UNEXPECTED_TAG;

import dev.bbq.api.QueueOptions;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Block.TopologyRequest;
import dev.bbq.api.wire.BlockCodec;
import dev.bbq.api.wire.BlockLimits;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.QueueArguments;
import dev.bbq.api.wire.Tag;
import dev.bbq.core.routing.RefusalException;
import dev.bbq.core.routing.Topology;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A request stream (docs/protocol.md, "Topology"): answers one request after the other. */
final class RequestStream extends BlockStream {

  /** The tags that may open such a stream. */
  static final Set<Integer> TAGS =
      Set.of(Tag.XDEC, Tag.XDEL, Tag.QDEC, Tag.QDEL, Tag.PURG, Tag.BIND, Tag.UNBD, Tag.LIST);

  private static final System.Logger LOGGER = System.getLogger(RequestStream.class.getName());
  private static final int MAX_WAITING = 1024;
  private static final int WAITING_BYTES = 64; // what a request takes beside its bytes, roughly
  private static final int TURNS = 64;

  /** How much may wait behind answers that are not read for long. */
  private static final int MAX_UNREAD_BYTES = 64 << 10;

  private final Topology topology;
  private final MemoryGuard memory;
  private final Queue<TopologyRequest> waiting = new ArrayDeque<>();
  private long waitingBytes; // since none waited
  private Iterator<Block.Response> answer = Collections.emptyIterator();
  private boolean busy;
  private boolean paused;
  private boolean inputEnded;
  private boolean gone;
  private @Nullable ProtocolException violation;

  RequestStream(TransportStream stream, ClientConnection connection, Services services) {
    super(stream, connection, RequestStream::maxTotal);
    this.topology = services.topology();
    this.memory = services.memory();
  }

  private static long maxTotal(int tag) {
    return TAGS.contains(tag) ? BlockCodec.MAX_TOTAL : BlockLimits.NOT_ALLOWED;
  }

  @Override
  StreamKind kind() {
    return StreamKind.REQUEST;
  }

  @Override
  void onBlock(int tag, byte[] payload) throws ProtocolException {
    if (BlockCodec.decodeRequest(tag, payload) instanceof TopologyRequest request) {
      waiting.add(request);
      waitingBytes += payload.length + WAITING_BYTES;
    } else {
      throw new ProtocolException(
          UNEXPECTED_TAG, "tag not allowed here: tag=%s".formatted(Tag.text(tag)));
    }
    if (waiting.size() >= MAX_WAITING) {
      work();
    }
  }

  @Override
  public void onReadComplete() {
    work();
  }

  /**
   * Answers what waits: as long as answers are read, and not more at once than is fair to the other
   * streams.
   */
  private void work() {
    for (int turns = TURNS; turns > 0 && !gone && !busy && writer.isReady(); turns--) {
      if (answer.hasNext()) {
        respond(answer.next());
      } else if (!waiting.isEmpty()) {
        begin(waiting.remove());
        waitingBytes = waiting.isEmpty() ? 0 : waitingBytes;
      } else {
        break;
      }
    }
    writer.flush();
    endIfOver();
    balance();
    boolean more = answer.hasNext() || !waiting.isEmpty();
    if (more && !gone && !busy && writer.isReady()) {
      later(this::work);
    }
  }

  private void begin(TopologyRequest request) {
    CompletableFuture<Iterator<Block.Response>> granted = answerTo(request).toCompletableFuture();
    if (granted.isDone()) {
      answer = granted.join();
      return;
    }
    busy = true;
    var unused =
        granted.thenAccept(
            responses ->
                later(
                    () -> {
                      busy = false;
                      answer = responses;
                      work();
                    }));
  }

  private void endIfOver() {
    if (busy || gone || answer.hasNext() || !waiting.isEmpty()) {
      return;
    }
    ProtocolException broken = violation;
    if (broken != null) {
      respond(new Block.Fail(broken.code(), broken.reason()));
    }
    if (broken != null || inputEnded) {
      gone = true;
      writer.finish();
    }
  }

  @Override
  boolean isIdle() {
    return gone || (!busy && !answer.hasNext() && waiting.isEmpty() && writer.isReady());
  }

  private void balance() {
    account();
    boolean tooMuch = busy || answer.hasNext() || !waiting.isEmpty() || !writer.isReady();
    if (tooMuch && !paused) {
      paused = true;
      stream.pauseReading();
    } else if (!tooMuch && paused) {
      paused = false;
      stream.resumeReading();
    }
  }

  /** Never fails: what goes wrong is an answer too. */
  private CompletionStage<Iterator<Block.Response>> answerTo(TopologyRequest request) {
    CompletionStage<Iterator<Block.Response>> granted;
    try {
      granted = grant(request);
    } catch (RuntimeException refusal) {
      granted = CompletableFuture.failedStage(refusal);
    }
    return granted.handle(
        (responses, failure) -> {
          memory.look(); // a purge or a deletion has perhaps made room
          return failure == null ? responses : just(refusal(request, failure));
        });
  }

  private CompletionStage<Iterator<Block.Response>> grant(TopologyRequest request) {
    switch (request) {
      case Block.DeclareExchange r ->
          topology.declareExchange(r.name(), r.type(), r.dropUnroutable());
      case Block.DeleteExchange r -> topology.deleteExchange(r.name());
      case Block.Bind r -> topology.bind(r.queue(), r.exchange(), r.routingKey());
      case Block.Unbind r -> topology.unbind(r.queue(), r.exchange(), r.routingKey());
      case Block.DeclareQueue r -> {
        return topology.declareQueue(r.name(), options(r)).thenApply(done -> okay(0));
      }
      case Block.DeleteQueue r -> {
        return topology.deleteQueue(r.name()).thenApply(RequestStream::okay);
      }
      case Block.Purge r -> {
        return topology.purge(r.queue()).thenApply(RequestStream::okay);
      }
      case Block.ListAll r -> {
        return CompletableFuture.completedStage(Listing.of(connection.overview(), r.kind()));
      }
    }
    return CompletableFuture.completedStage(okay(0));
  }

  private static QueueOptions options(Block.DeclareQueue request) {
    try {
      return QueueArguments.decode(request.arguments());
    } catch (ProtocolException invalid) {
      throw new RefusalException(invalid.code(), invalid.reason());
    }
  }

  private static Iterator<Block.Response> okay(long count) {
    return just(new Block.Okay(count));
  }

  private static Iterator<Block.Response> just(Block.Response response) {
    return List.of(response).iterator();
  }

  private static Block.Fail refusal(TopologyRequest request, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof RefusalException refusal) {
      return new Block.Fail(refusal.code(), refusal.reason());
    }
    LOGGER.log(
        Level.ERROR,
        () -> "request failed: request=%s".formatted(request.getClass().getSimpleName()),
        cause);
    return new Block.Fail(INTERNAL, "request failed: see the broker's log");
  }

  @Override
  void onViolation(ProtocolException broken) {
    violation = broken;
    work();
  }

  @Override
  void onEnd() {
    inputEnded = true;
    work();
  }

  @Override
  void onWritableAgain() {
    work();
  }

  @Override
  void onAborted() {
    gone = true;
    waiting.clear();
    waitingBytes = 0;
    answer = Collections.emptyIterator();
  }

  @Override
  long keptBytes() {
    return waitingBytes + writer.waitingBytes();
  }

  @Override
  boolean mustBeRead() {
    return waitingBytes > MAX_UNREAD_BYTES;
  }

  @Override
  boolean isPaused() {
    return paused;
  }
}
