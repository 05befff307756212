// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One client's connection as the broker sees it.
 *
 * @param number the broker's number for it, from 1, never given twice
 * @param identity who the client is: the subject of its certificate (RFC 2253)
 * @param address where its packets come from, as {@code host:port}
 * @param transport the name of the broker's transport that serves it
 * @param product name and version of the client, by its own words; empty if it gave none
 * @param since when it was opened, by the broker's clock
 * @param blocked whether messages that it has sent wait now because the broker is short of memory
 * @param blockedTime how long that has been so, all times taken together
 * @param streams how many streams it has open, by the name of their kind: {@code publish}, {@code
 *     consume}, {@code request}, {@code control}; kinds without a stream are left out
 * @param in messages that it has sent
 * @param refused how many of these the broker has refused
 * @param out deliveries written to it
 */
public record ConnectionInfo(
    long number,
    String identity,
    String address,
    String transport,
    String product,
    Instant since,
    boolean blocked,
    Duration blockedTime,
    SortedMap<String, Long> streams,
    long in,
    long refused,
    long out) {

  public ConnectionInfo {
    streams = Collections.unmodifiableSortedMap(new TreeMap<>(streams));
  }
}
