// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.wire.Block;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes few SETL blocks out of many settlements: those of neighbours with one outcome become one
 * range. Not for use by several threads.
 */
final class SettleRanges {

  private static final Comparator<ClientDelivery> BY_NUMBER =
      Comparator.comparingLong(ClientDelivery::number);

  private final Consumer<Block.Settle> out;
  private final List<ClientDelivery> single = new ArrayList<>();

  SettleRanges(Consumer<Block.Settle> out) {
    this.out = out;
  }

  /** Takes deliveries in the order they were settled, linked to one another. */
  void put(ClientDelivery first) {
    ClientDelivery delivery = first;
    while (delivery != null) {
      ClientDelivery following = delivery.next();
      delivery.setNext(null);
      put(delivery, delivery.settlement());
      delivery = following;
    }
    flush();
  }

  private void put(ClientDelivery delivery, @Nullable Settlement settlement) {
    if (settlement == Settlement.ACK_ALL) {
      flush(); // what was nacked before it must not be acked with it
      out.accept(new Block.Settle(Block.Outcome.ACK, 0, delivery.number()));
    } else {
      single.add(delivery);
    }
  }

  private void flush() {
    single.sort(BY_NUMBER); // mostly in order already, which costs one look at each
    int from = 0;
    for (int i = 1; i <= single.size(); i++) {
      if (i == single.size() || !continues(single.get(i - 1), single.get(i))) {
        emit(single.get(from), single.get(i - 1));
        from = i;
      }
    }
    single.clear();
  }

  private static boolean continues(ClientDelivery one, ClientDelivery other) {
    return other.number() == one.number() + 1 && other.settlement() == one.settlement();
  }

  private void emit(ClientDelivery from, ClientDelivery to) {
    Settlement settlement = to.settlement();
    if (settlement != null) {
      out.accept(new Block.Settle(settlement.outcome(), from.number(), to.number()));
    }
  }
}
