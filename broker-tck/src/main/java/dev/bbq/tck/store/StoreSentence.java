// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.store;

/** The sentences of the store SPI that a store must keep, as they stand in its Javadoc. */
enum StoreSentence {
  PROVIDER_NAME("StoreProvider", "Returns the name users choose this store by"),
  CAPABILITIES("StoreProvider", "Returns what the stores of this provider can do"),
  LARGEST_MESSAGE("StoreCapabilities", "the largest message it takes, in bytes; 1 or more"),
  BACKLOG("StoreCapabilities", "whether more can be kept than fits on the heap"),
  OWN_FOLDER("StoreContext", "a folder for this store alone; it may not exist yet"),
  NO_FILES("StoreContext", "a store that writes no files doesn't make it"),
  HEAP_SHARE(
      "StoreContext", "a store that can keep them elsewhere stays below as long as there is room"),
  DISK_SHARE("StoreContext", "how much its files may take together"),
  ANY_THREAD("QueueStore", "Every method may be called from any thread, by several at once"),
  NO_LOCK("QueueStore", "no stage may be completed under a lock that a call needs"),
  EFFECT(
      "QueueStore",
      "a call that begins after another one's stage has completed finds that one's effect"),
  COMPLETES("QueueStore", "Each stage must complete in the end"),
  FAILS_AS_STORE("QueueStore", "A stage that completes exceptionally does so with a"),
  BAD_ARGUMENT(
      "QueueStore", "Only an argument against the contract may make a method throw, with an"),
  GOES_ON("QueueStore", "After a failure the store goes on: the next call may succeed"),
  FAILED_CREATE("QueueStore", "A failed create has left nothing"),
  RECOVER("QueueStore", "Returns the queues that an earlier run left here"),
  NOTHING_RECOVERED("QueueStore", "Empty for a store that survives no restart"),
  CREATE("QueueStore", "Creates an empty queue"),
  CREATE_LASTS("QueueStore", "of a later run returns it, if the store survives restarts"),
  QUEUE_NAME("QueueStore", "the store must cope with any such name"),
  DEFINITION("QueueStore", "opaque bytes, kept with the queue and returned by"),
  NAME_TAKEN("QueueStore", "exceptionally if one of that name is there"),
  ALL_OR_NONE("QueueStore", "Appends messages to the tails of queues, all of them or none"),
  NEXT_SEQUENCES(
      "QueueStore", "Messages get the next sequences of their queue in the order of the list"),
  KEPT_ONCE("QueueStore", "object in the lists of several queues is kept once"),
  NEVER_MIXED(
      "QueueStore",
      "Appends to one queue by several threads come one after the other, never mixed"),
  CALL_ORDER("QueueStore", "those of one thread in the order of its calls"),
  DURABILITY("QueueStore", "that the store declares, and a"),
  FIRST_SEQUENCES(
      "QueueStore",
      "completes with the sequence of the first message of each append, in the order"),
  APPEND_FAILS(
      "QueueStore",
      "exceptionally if a queue has been dropped, a message is too large or the store is closed"),
  RESIDENT("QueueStore", "Returns how many bytes of heap the store's messages take now, roughly"),
  RESIDENT_ONCE("QueueStore", "a body kept for several queues counts once"),
  RESIDENT_RANGE("QueueStore", "never below zero; also while the store closes and after"),
  CLOSE_UNDER_LOAD("QueueStore", "It may be called while other calls are under way"),
  CLOSE_COMPLETES(
      "QueueStore",
      "Appends and settlements that came before are done and their stages complete first"),
  NO_STAGE_OPEN("QueueStore", "no stage is left open"),
  CLOSED("QueueStore", "Calls that come later complete exceptionally"),
  NOTHING_LEFT("QueueStore", "no thread or file of the store is in use any more"),
  CLOSED_TWICE("QueueStore", "The second call returns the same outcome"),
  RECOVERED_FIRST(
      "QueueStore", "the lowest sequence it still keeps, or {@code nextSequence} if it is empty"),
  RECOVERED_NEXT("QueueStore", "the sequence that its next message gets"),
  RECOVERED_COUNT("QueueStore", "how many messages it keeps"),
  NUMBERED("StoreQueue", "messages numbered from 0 in the order of their appends, with gaps"),
  READ_AGAIN("StoreQueue", "Messages stay until they are settled, and may be read again"),
  READ_FROM("StoreQueue", "0 or more; where to start"),
  MAX_RECORDS("StoreQueue", "@param maxRecords 1 or more"),
  MAX_BYTES("StoreQueue", "stops before the record that would exceed it, but returns at least one"),
  PAGE("StoreQueue", "completes with what is kept from there on, in order"),
  SETTLE("StoreQueue", "Forgets messages for good"),
  SETTLE_PASSES("StoreQueue", "sequences that aren't kept are passed over"),
  SETTLED("StoreQueue", "that starts after nor a later run returns them"),
  SETTLE_NOW("StoreQueue", "That goes for messages kept by then"),
  RELEASE("StoreQueue", "grows, in the pages of reads that start once the stage has completed"),
  RELEASE_LASTS("StoreQueue", "and in a later run"),
  RELEASE_PASSES("StoreQueue", "Messages that aren't kept are passed over"),
  RELEASE_RANGE("StoreQueue", "what is added to each; 1 or more"),
  DROP("StoreQueue", "Forgets the queue with all it keeps"),
  CREATED_ANEW("StoreQueue", "then one of its name may be created anew"),
  DROPPED("StoreQueue", "Later calls on it complete exceptionally; a second drop completes"),
  PAGE_RECORDS("StoreQueue", "what is kept, by ascending sequence; may be empty"),
  NEXT_PAGE("StoreQueue", "where the next read should start: behind all that this one has seen"),
  NOT_BEYOND("StoreQueue", "never behind a message that may yet be kept"),
  BYTES("StoredMessage", "shared by all who hold this object, and never changed"),
  SCHEDULE("StoredMessage", "when it may be delivered, until when, and how urgent it is"),
  FAILURES("StoredRecord", "how many deliveries of it have failed");

  private final String type;
  private final String text;

  StoreSentence(String type, String text) {
    this.type = type;
    this.text = text;
  }

  /** Returns the name of the type whose Javadoc holds the sentence. */
  String type() {
    return type;
  }

  /** Returns enough of the sentence to find it. */
  String text() {
    return text;
  }
}
