// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

package dev.bbq.certs;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a certificate shall say.
 *
 * @param commonName the CN of the subject, whose DN is {@code CN=<commonName>,O=BBQ}
 * @param keyType the kind of key to make
 * @param purposes the extended key usages; none leaves the extension out
 * @param names host names and IP addresses of the subject; none leaves the extension out
 * @param validFrom the start of the validity, as seen from now; negative lies in the past
 * @param validUntil the end of the validity, as seen from now
 */
public record CertificateRequest(
    String commonName,
    KeyType keyType,
    Set<Purpose> purposes,
    List<String> names,
    Duration validFrom,
    Duration validUntil) {

  /** A clock that runs behind by less than this still accepts a fresh certificate. */
  static final Duration BACKDATED = Duration.ofHours(-1);

  private static final Duration TWO_YEARS = Duration.ofDays(730);

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the validity ends before it starts, or the name is empty
   */
  public CertificateRequest {
    if (commonName.isBlank()) {
      throw new IllegalArgumentException("common name is empty");
    }
    if (validUntil.compareTo(validFrom) < 0) {
      throw new IllegalArgumentException(
          "validity ends before it starts: from=%s, until=%s".formatted(validFrom, validUntil));
    }
    purposes = Set.copyOf(purposes);
    names = List.copyOf(names);
  }

  /** Returns a request for a server reachable under {@code names}: EC P-256, valid two years. */
  public static CertificateRequest server(String commonName, List<String> names) {
    return new CertificateRequest(
        commonName, KeyType.EC_P256, Set.of(Purpose.SERVER_AUTH), names, BACKDATED, TWO_YEARS);
  }

  /** Returns a request for a client: EC P-256, valid two years. */
  public static CertificateRequest client(String commonName) {
    return new CertificateRequest(
        commonName, KeyType.EC_P256, Set.of(Purpose.CLIENT_AUTH), List.of(), BACKDATED, TWO_YEARS);
  }

  /** Returns this request with another kind of key. */
  public CertificateRequest withKeyType(KeyType other) {
    return new CertificateRequest(commonName, other, purposes, names, validFrom, validUntil);
  }

  /** Returns this request with other purposes. */
  public CertificateRequest withPurposes(Set<Purpose> others) {
    return new CertificateRequest(commonName, keyType, others, names, validFrom, validUntil);
  }

  /** Returns this request with another validity, as seen from now. */
  public CertificateRequest withValidity(Duration from, Duration until) {
    return new CertificateRequest(commonName, keyType, purposes, names, from, until);
  }
}
