// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.TransportException;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.kwik.core.ConnectionTerminatedEvent;

/** The translation of kwik's ways to say that something ended into the SPI's. */
final class Causes {

  private static final int FIRST_TLS_ERROR = 0x100;
  private static final int LAST_TLS_ERROR = 0x1ff;
  // Which no certificate cures.
  private static final long NO_COMMON_PROTOCOL = FIRST_TLS_ERROR + 120;
  // kwik shows the words of the peer only within its own.
  private static final Pattern DESCRIPTION = Pattern.compile("[^(]*\\((.*)\\)", Pattern.DOTALL);
  private static final Pattern TLS_ERROR = Pattern.compile("TLS error (\\d+)");

  /** Nothing has come for the idle timeout. */
  static final CloseCause IDLE =
      new CloseCause(CloseCause.Kind.IDLE_TIMEOUT, 0, "nothing heard from the peer");

  private Causes() {}

  /** Returns why a connection ended that we have not closed. */
  static CloseCause of(ConnectionTerminatedEvent event) {
    return switch (event.closeReason()) {
      // kwik says "lost" when the peer's silence began with packets of ours.
      case IdleTimeout, ConnectionLost -> IDLE;
      case StatelessReset ->
          new CloseCause(CloseCause.Kind.FAILURE, 0, "peer knows nothing of the connection");
      case ImmediateClose -> ofClose(event);
    };
  }

  private static CloseCause ofClose(ConnectionTerminatedEvent event) {
    Long transportError = event.transportErrorCode();
    if (transportError != null) {
      String reason =
          event.closedByPeer()
              ? describe(transportError, words(event))
              : "closed by our transport: error=0x%x, reason=%s"
                  .formatted(transportError, words(event));
      return new CloseCause(CloseCause.Kind.FAILURE, transportError, reason);
    }
    Long code = event.applicationErrorCode();
    var kind = event.closedByPeer() ? CloseCause.Kind.PEER : CloseCause.Kind.LOCAL;
    return new CloseCause(kind, code == null ? 0 : code, words(event));
  }

  /** Returns what the peer's transport said. */
  static String describe(long error, String words) {
    if (isAlert(error)) {
      return describeAlert((int) error - FIRST_TLS_ERROR);
    }
    return "closed by the peer's transport: error=0x%x, reason=%s".formatted(error, words);
  }

  /** Says whether the code of a connection's close is a TLS alert (RFC 9001 section 4.8). */
  private static boolean isAlert(long code) {
    return code >= FIRST_TLS_ERROR && code <= LAST_TLS_ERROR;
  }

  /** Returns what failed when the peer refused a connection with this code. */
  static TransportException.Kind kindOf(long code) {
    return isAlert(code) && code != NO_COMMON_PROTOCOL
        ? TransportException.Kind.TLS
        : TransportException.Kind.FAILURE;
  }

  /** Returns the TLS alert in an error of kwik's, as the code of a close; empty without. */
  static OptionalLong alertIn(@Nullable String message) {
    Matcher matcher = TLS_ERROR.matcher(String.valueOf(message));
    return matcher.find()
        ? OptionalLong.of(FIRST_TLS_ERROR + Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /** Returns the first cause of all. */
  static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String describeAlert(int alert) {
    return "refused by the peer's TLS: alert=%d, meaning=%s".formatted(alert, meaning(alert));
  }

  private static String words(ConnectionTerminatedEvent event) {
    Matcher matcher = DESCRIPTION.matcher(event.errorDescription());
    return matcher.matches() ? matcher.group(1) : "";
  }

  /** Returns what an alert means here (RFC 8446 section 6.2). */
  private static String meaning(int alert) {
    return switch (alert) {
      case 42 -> "bad certificate";
      case 43 -> "unsupported certificate";
      case 44 -> "certificate revoked";
      case 45 -> "certificate expired or not valid yet";
      case 46 -> "certificate not accepted";
      case 48 -> "unknown CA";
      case 116 -> "certificate required";
      case 120 -> "no common application protocol";
      default -> "handshake failed";
    };
  }
}
