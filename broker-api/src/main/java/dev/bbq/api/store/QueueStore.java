// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.store;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the messages of queues until they are settled. It knows nothing of consumers: leases,
 * credit and timers are the broker's.
 *
 * <h2>Threading</h2>
 *
 * Every method may be called from any thread, by several at once, and must not block; the work is
 * done by the returned stage's completion, on whatever thread. A stage may be complete on return.
 * The broker holds no lock while it calls. What it does when a stage completes runs in the thread
 * that completes it: it does not block, but may call the store again, so no stage may be completed
 * under a lock that a call needs.
 *
 * <h2>Order</h2>
 *
 * Stages may complete in any order, also those of one queue: a later append before an earlier one,
 * say. What a call does takes effect at one moment between the call and the completion of its
 * stage; a call that begins after another one's stage has completed finds that one's effect. Each
 * stage must complete in the end, for nobody else ends the wait for it: a publisher gets no reply
 * before, and a queue no further page.
 *
 * <h2>Failure</h2>
 *
 * A stage that completes exceptionally does so with a {@link StoreException}. Only an argument
 * against the contract may make a method throw, with an {@link IllegalArgumentException}; whatever
 * else it throws the broker takes for a stage that failed with it.
 *
 * <ul>
 *   <li>A failed append may or may not have been kept: the broker tells the publisher that the
 *       outcome is unknown.
 *   <li>A failed read is repeated, again and again, with pauses of some seconds at most.
 *   <li>A failed settle or release may or may not have been done. It is not repeated: what it was
 *       about may come back after a restart, and is not delivered before.
 *   <li>A failed create has left nothing. A failed drop may be repeated.
 * </ul>
 *
 * After a failure the store goes on: the next call may succeed.
 */
public interface QueueStore {

  /**
   * Returns the queues that an earlier run left here; called once, before any other method. Empty
   * for a store that survives no restart.
   */
  CompletionStage<List<RecoveredQueue>> recover();

  /**
   * Creates an empty queue. Once the stage has completed, {@link #recover()} of a later run returns
   * it, if the store survives restarts.
   *
   * @param name 1–300 bytes of UTF-8, control characters among them; the store must cope with any
   *     such name. Queues of users have up to 255 bytes and no control characters; where one tells
   *     priorities apart, its messages above priority 0 lie in others named by its name, U+001F and
   *     the priority
   * @param definition opaque bytes, kept with the queue and returned by {@link #recover()}; up to 1
   *     KiB
   * @return completes with the queue; exceptionally if one of that name is there
   */
  CompletionStage<StoreQueue> create(String name, byte[] definition);

  /**
   * Appends messages to the tails of queues, all of them or none.
   *
   * <p>Messages get the next sequences of their queue in the order of the list. The same {@link
   * StoredMessage} object in the lists of several queues is kept once. Appends to one queue by
   * several threads come one after the other, never mixed; those of one thread in the order of its
   * calls. Once the stage has completed, the messages have the {@linkplain
   * StoreCapabilities#durability() durability} that the store declares, and a {@link
   * StoreQueue#read} that starts after returns them; a read that starts earlier may.
   *
   * @param appends at most one per queue; not empty; not changed by anyone afterwards
   * @return completes with the sequence of the first message of each append, in the order of {@code
   *     appends}; exceptionally if a queue has been dropped, a message is too large or the store is
   *     closed
   */
  CompletionStage<long[]> append(List<Append> appends);

  /**
   * Returns how many bytes of heap the store's messages take now, roughly; a body kept for several
   * queues counts once. Cheap, for it may be asked for each message, and never below zero; also
   * while the store closes and after.
   */
  long residentBytes();

  /**
   * Ends the store. It may be called while other calls are under way. Appends and settlements that
   * came before are done and their stages complete first, reads may fail instead; no stage is left
   * open. Calls that come later complete exceptionally. Once the stage has completed, no thread or
   * file of the store is in use any more. The second call returns the same outcome.
   */
  CompletionStage<Void> close();

  /**
   * Messages for one queue.
   *
   * @param queue where they go; of this store
   * @param messages in order; not empty
   */
  record Append(StoreQueue queue, List<StoredMessage> messages) {}

  /**
   * A queue that an earlier run left.
   *
   * @param name its name
   * @param definition what {@link #create} was given
   * @param queue the queue
   * @param firstSequence the lowest sequence it still keeps, or {@code nextSequence} if it is empty
   * @param nextSequence the sequence that its next message gets
   * @param count how many messages it keeps
   */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  record RecoveredQueue(
      String name,
      byte[] definition,
      StoreQueue queue,
      long firstSequence,
      long nextSequence,
      long count) {}
}
