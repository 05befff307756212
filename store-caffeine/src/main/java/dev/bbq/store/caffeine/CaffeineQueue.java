// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredRecord;
import dev.bbq.store.caffeine.Batch.Part;
import dev.bbq.store.caffeine.Batch.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One queue: which of its messages are in which block. */
final class CaffeineQueue implements StoreQueue {

  private static final int USUAL_PAGE = 64;

  private final CaffeineStore store;
  private final String name;

  // The monitor guards what follows, but for reads of end.
  private final Runs runs = new Runs();
  private @Nullable Block open;
  private long readTo; // behind all that pages had so far
  private volatile @Nullable String end;

  CaffeineQueue(CaffeineStore store, String name) {
    this.store = store;
    this.name = name;
  }

  String name() {
    return name;
  }

  boolean isOf(CaffeineStore other) {
    return store == other;
  }

  /** Returns why the queue takes no calls any more, or null while it does. */
  @Nullable String end() {
    return end;
  }

  // --- append

  /**
   * Appends what was admitted, or swallows it if the queue has ended since.
   *
   * @param sealed gets the blocks that are full
   * @param dead gets those that the cache should forget
   * @return the sequence of the first message
   */
  synchronized long append(Part part, Batch batch, List<Block> sealed, List<Block> dead) {
    long first = runs.next();
    List<Piece> pieces = batch.pieces();
    if (pieces == null) {
      place(part.messages(), batch, sealed, dead);
    } else {
      pieces.forEach(piece -> hold(piece, dead));
    }
    if (end != null) {
      seal(sealed);
    }
    return first;
  }

  private void place(Object[] messages, Batch batch, List<Block> sealed, List<Block> dead) {
    int done = 0;
    while (done < messages.length) {
      Piece piece = batch.placeOf(messages[done]);
      if (piece == null) {
        piece = put(messages, done, batch, sealed);
        batch.placed(messages, done, piece);
      }
      hold(piece, dead);
      done += piece.count();
    }
  }

  private Piece put(Object[] messages, int from, Batch batch, List<Block> sealed) {
    int to = batch.endOfAlike(messages, from);
    int times = batch.referencesTo(messages[from]);
    while (true) {
      Block block = open;
      if (block == null) {
        block = store.openBlock();
        open = block;
      }
      int slot = block.count();
      int taken = block.add(messages, from, to, times, store.blockBytes());
      if (taken > 0) {
        return new Piece(block, slot, taken);
      }
      seal(sealed);
    }
  }

  private void seal(List<Block> sealed) {
    Block block = open;
    if (block != null) {
      open = null;
      boolean soon = isReadSoon(block);
      if (store.seal(block)) {
        block.neededSoon(soon);
        sealed.add(block);
      }
    }
  }

  /** Tells whether the reader is close behind, so that the block will be needed before long. */
  private boolean isReadSoon(Block block) {
    long each = block.bytes() / Math.max(1, block.count()) + 1;
    return readTo > 0 && (runs.next() - readTo) * each <= store.closeBytes();
  }

  private void hold(Piece piece, List<Block> dead) {
    if (end != null) {
      Run.release(piece.slot(), piece.count(), piece.block(), dead);
      return;
    }
    runs.add(piece);
  }

  // --- read

  @Override
  public CompletionStage<Page> read(long fromSequence, int maxRecords, long maxBytes) {
    if (fromSequence < 0 || maxRecords < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "read out of range: fromSequence=%d, maxRecords=%d, maxBytes=%d"
              .formatted(fromSequence, maxRecords, maxBytes));
    }
    return new PageRead(this, store.loader(), fromSequence, maxRecords, maxBytes).start();
  }

  /**
   * Fills a page, as far as all that belongs to it is on the heap.
   *
   * @param loaded what was read back for it
   * @return the page, or the blocks that have to be read back
   */
  synchronized Assembly assemble(PageRead read, Map<Block, @Nullable StoredMessage[]> loaded) {
    String ended = end;
    if (ended != null) {
      return new Assembly.Failed(ended);
    }
    List<StoredRecord> records = new ArrayList<>(Math.min(read.maxRecords(), USUAL_PAGE));
    long bytes = 0;
    Run run = runs.at(read.from());
    while (run != null) {
      int index = run.nextLive((int) Math.max(0, read.from() - run.first()));
      if (index < run.count() && records.size() == read.maxRecords()) {
        return page(records, run.first() + index);
      }
      @Nullable StoredMessage[] messages = run.block().messages();
      if (messages == null) {
        messages = loaded.get(run.block());
      }
      if (messages == null) {
        return missing(run, loaded, read.maxRecords() - records.size(), read.maxBytes() - bytes);
      }
      for (; index < run.count(); index = run.nextLive(index + 1)) {
        StoredMessage message = messages[run.slot(index)];
        if (message == null) {
          return new Assembly.Failed(
              "message lost: queue=%s, sequence=%d".formatted(name, run.first() + index));
        }
        bytes += message.size();
        if (records.size() == read.maxRecords()
            || (bytes > read.maxBytes() && !records.isEmpty())) {
          return page(records, run.first() + index);
        }
        long sequence = run.first() + index;
        records.add(new StoredRecord(sequence, runs.failures(sequence), message));
      }
      run = runs.after(run);
    }
    return page(records, runs.next());
  }

  private Assembly page(List<StoredRecord> records, long nextSequence) {
    readTo = Math.max(readTo, nextSequence);
    return new Assembly.Done(new Page(records, nextSequence));
  }

  private Assembly missing(
      Run from, Map<Block, @Nullable StoredMessage[]> loaded, int maxRecords, long maxBytes) {
    List<Block> blocks = new ArrayList<>(List.of(from.block()));
    int records = from.live();
    long bytes = from.block().length();
    Run run = runs.after(from);
    while (run != null && records < maxRecords && bytes < maxBytes && isSpilled(run, loaded)) {
      blocks.add(run.block());
      records += run.live();
      bytes += run.block().length();
      run = runs.after(run);
    }
    return new Assembly.Missing(blocks);
  }

  private static boolean isSpilled(Run run, Map<Block, @Nullable StoredMessage[]> loaded) {
    return run.block().messages() == null && !loaded.containsKey(run.block());
  }

  /** See {@link Runs#blocksFrom}; none when the queue has ended. */
  synchronized List<Block> blocksFrom(long sequence, int number) {
    return end == null ? runs.blocksFrom(sequence, number) : List.of();
  }

  // --- settle and release

  @Override
  public CompletionStage<Void> settle(Sequences sequences) {
    List<Block> dead = new ArrayList<>(0);
    synchronized (this) {
      String ended = end;
      if (ended != null) {
        return CaffeineStore.failed(ended);
      }
      long before = runs.failureBytes();
      for (int range = 0; range < sequences.ranges(); range++) {
        runs.settle(sequences.first(range), sequences.last(range), dead);
      }
      store.addOverhead(runs.failureBytes() - before);
    }
    store.forget(dead);
    return CaffeineStore.DONE;
  }

  @Override
  public CompletionStage<Void> release(Sequences sequences, int failures, long notBeforeMs) {
    if (failures < 1 || notBeforeMs < 0) {
      throw new IllegalArgumentException(
          "release out of range: failures=%d, notBeforeMs=%d".formatted(failures, notBeforeMs));
    }
    synchronized (this) {
      String ended = end;
      if (ended != null) {
        return CaffeineStore.failed(ended);
      }
      long before = runs.failureBytes();
      for (int range = 0; range < sequences.ranges(); range++) {
        runs.fail(sequences.first(range), sequences.last(range), failures);
      }
      store.addOverhead(runs.failureBytes() - before);
    }
    return CaffeineStore.DONE;
  }

  // --- the end

  @Override
  public CompletionStage<Void> drop() {
    return store.drop(this);
  }

  /** Ends the queue and forgets all it keeps; the first call's reason stands. */
  void end(String reason) {
    List<Block> dead = new ArrayList<>();
    List<Block> sealed = new ArrayList<>(0);
    synchronized (this) {
      if (end != null) {
        return;
      }
      end = reason;
      // From here on nobody but this thread looks at the runs.
    }
    store.addOverhead(-runs.failureBytes());
    runs.clear(dead);
    synchronized (this) {
      seal(sealed);
    }
    store.keep(sealed);
    store.forget(dead);
  }
}
