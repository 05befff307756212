// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

package dev.bbq.certs;

/** A failure to make, read or write a certificate or its key. */
public final class CertificatesException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CertificatesException(String message) {
    super(message);
  }

  CertificatesException(String message, Throwable cause) {
    super(message, cause);
  }
}
