// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import dev.bbq.api.ErrorCode;

/** An answer to SEND blocks (docs/protocol.md, "Replies to SEND"). */
public sealed interface Reply {

  /** First byte of a confirm, which has no more. */
  byte CONFIRMED = 0x01;

  /** First byte of a refusal. */
  byte REFUSED = 0x02;

  /** First byte of "it may or may not have been kept". */
  byte UNKNOWN = 0x03;

  /** First byte of a protocol error, the last reply of a stream. */
  byte ENDED = 0x04;

  /** Bytes before the reason: kind, code, length of the reason. */
  int ERROR_HEADER_BYTES = 1 + Short.BYTES + Short.BYTES;

  /** The most bytes a reason may have. */
  int MAX_REASON_BYTES = 1024;

  /** That many messages in a row are in every matched queue. */
  record Confirmed(int count) implements Reply {}

  /** Nothing of this message was kept; the stream goes on. */
  record Refused(ErrorCode code, String reason) implements Reply {}

  /** This message may or may not have been kept; the stream goes on. */
  record Unknown(ErrorCode code, String reason) implements Reply {}

  /** The protocol was broken in this block; nothing of it was kept, and the stream ends. */
  record Ended(ErrorCode code, String reason) implements Reply {}
}
