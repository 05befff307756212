// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredRecord;
import dev.bbq.core.testkit.Await;
import dev.bbq.core.testkit.TestHost;
import dev.bbq.core.testkit.TestLog;
import dev.bbq.core.testkit.TestStore;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A queue named "q" over a store for tests. */
final class QueueFixture {

  static final long NO_BYTE_LIMIT = Long.MAX_VALUE;

  final TestStore store = new TestStore();
  final QueueTotals totals = new QueueTotals();
  final TestLog log;
  final Queue queue;

  QueueFixture() throws Exception {
    Await.result(store.create("q", new byte[0]));
    log = store.log("q");
    queue = TestHost.plainQueue("q", log, totals);
  }

  /** Publishes messages as one append. */
  void publish(String... bodies) {
    publish(messages(bodies));
  }

  /** Publishes messages as one append; without effect on a deleted queue. */
  boolean publish(List<StoredMessage> messages) {
    if (!queue.inlet().reserve()) {
      return false;
    }
    var unused =
        store
            .append(List.of(new Append(log, messages)))
            .whenComplete(
                (firsts, failure) -> {
                  if (failure == null) {
                    queue.inlet().appended(firsts[0], messages.size());
                  } else {
                    queue.inlet().notAppended();
                  }
                });
    return true;
  }

  static List<StoredMessage> messages(String... bodies) {
    return Stream.of(bodies).map(body -> StoredMessage.of(body.getBytes(UTF_8))).toList();
  }

  /** Publishes "0", "1", and so on. */
  void publishNumbers(int count) {
    publish(IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new));
  }

  /** Subscribes a consumer with a credit in messages. */
  TestConsumer consumer(int messages) {
    return consumer(messages, NO_BYTE_LIMIT);
  }

  TestConsumer consumer(int messages, long bytes) {
    TestConsumer consumer = TestConsumer.subscribe(queue);
    consumer.credit(messages, bytes);
    return consumer;
  }

  /** Returns the bodies that the store keeps. */
  List<String> stored() {
    return log.records().stream().map(QueueFixture::body).toList();
  }

  /** Returns how many messages are ready and unacked, and how many consumers there are. */
  List<Long> counts() {
    QueueInfo status = queue.status();
    return List.of(status.ready(), status.unacked(), (long) status.consumers());
  }

  static List<Long> counts(long ready, long unacked, long consumers) {
    return List.of(ready, unacked, consumers);
  }

  static String body(StoredRecord record) {
    return new String(record.message().bytes(), UTF_8);
  }

  /** Returns the numbers from {@code from} to below {@code to} as bodies. */
  static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }
}
