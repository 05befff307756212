// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

/**
 * Why a broker refuses something or ends it: one set of numbers for replies, stream resets and
 * connection closes (docs/protocol.md, "Error codes").
 */
public enum ErrorCode {
  /** Nothing is wrong: an orderly end. */
  NONE(0),

  /** The first four bytes of a stream are no tag that the broker knows. */
  UNKNOWN_TAG(1),
  /** A block's tag does not fit the stream it came on. */
  UNEXPECTED_TAG(2),
  /** The lengths in a block do not add up to its total. */
  MALFORMED_BLOCK(3),
  /** A name is not UTF-8. */
  INVALID_UTF8(4),
  /** A block or message is over the size limit. */
  TOO_LARGE(5),
  /** The stream's input ended within a block. */
  TRUNCATED_BLOCK(6),
  /** A block made no progress for too long. */
  NO_PROGRESS(7),
  /** No version of the protocol is spoken by both. */
  UNSUPPORTED_VERSION(8),

  /** There is no exchange of that name. */
  UNKNOWN_EXCHANGE(16),
  /** No binding matches the routing key. */
  UNROUTABLE(17),
  /** There is no queue of that name. */
  UNKNOWN_QUEUE(18),
  /** A matched queue is full. */
  QUEUE_FULL(19),
  /** The broker is short of memory and takes no messages until consumers have drained some. */
  BLOCKED(20),
  /** A name is empty, too long or has control characters. */
  INVALID_NAME(21),
  /** The properties of a message can't be read. */
  INVALID_PROPERTIES(22),
  /** A value of a request is out of its range. */
  INVALID_ARGUMENT(23),
  /** It is there, but declared otherwise. */
  DECLARED_DIFFERENTLY(24),
  /** The settled delivery was never made on this stream, or is settled already. */
  UNKNOWN_DELIVERY(25),
  /** This client may not do that. */
  NOT_ALLOWED(26),
  /** A limit on how many there may be is reached. */
  LIMIT_REACHED(27),
  /** The client has proven no certificate that the broker accepts. */
  CERTIFICATE_REFUSED(28),

  /** The store failed after the message was admitted: it may or may not have been kept. */
  OUTCOME_UNKNOWN(32),
  /** The broker failed in a way it should not. */
  INTERNAL(33),

  /** The broker is shutting down. */
  SHUTTING_DOWN(48),
  /** The queue was deleted. */
  QUEUE_DELETED(49),
  /** The other side wants no more of this stream. */
  CANCELLED(50),

  /** A number that this version does not know. */
  UNRECOGNIZED(65535);

  private static final ErrorCode[] BY_NUMBER = new ErrorCode[64];

  static {
    for (ErrorCode code : values()) {
      if (code.number < BY_NUMBER.length) {
        BY_NUMBER[code.number] = code;
      }
    }
  }

  private final int number;

  ErrorCode(int number) {
    this.number = number;
  }

  /** Returns the number on the wire, 0–65535. */
  public int number() {
    return number;
  }

  /** Returns the code of a number, {@link #UNRECOGNIZED} for one that has none. */
  public static ErrorCode ofNumber(long number) {
    ErrorCode code = number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[(int) number] : null;
    return code == null ? UNRECOGNIZED : code;
  }
}
