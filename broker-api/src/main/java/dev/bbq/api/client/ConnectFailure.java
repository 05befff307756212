// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.ConnectionException.Kind;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.TransportException;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Why a connection was not made, in words that say what to do. */
final class ConnectFailure {

  /** TLS alerts as codes of a connection's close (RFC 9001 section 4.8). */
  private static final long FIRST_TLS_ALERT = 0x100;

  private static final long LAST_TLS_ALERT = 0x1ff;

  private static final String UNREACHABLE =
      "check that a broker listens there and that UDP gets through; one that is full or shutting"
          + " down does not answer either";

  private ConnectFailure() {}

  /** Returns the failure of a transport that can't be set up. */
  static ConnectionException atSetUp(TransportException why) {
    return why.kind() == TransportException.Kind.TLS
        ? of(
            Kind.CERTIFICATE,
            why.getMessage(),
            "take certificate and key of one pair, with keys of type EC or RSA",
            why)
        : new ConnectionException(kind(why), String.valueOf(why.getMessage()), why);
  }

  /** Returns what a transport has failed with; its words name host and port. */
  static ConnectionException of(ClientOptions options, @Nullable Throwable problem) {
    Throwable why =
        problem instanceof CompletionException && problem.getCause() != null
            ? problem.getCause()
            : problem;
    if (!(why instanceof TransportException failed)) {
      return new ConnectionException(
          Kind.LOST, "can't connect: %s, reason=client failed".formatted(server(options)), why);
    }
    return failed.kind() == TransportException.Kind.TLS && isAlert(failed.code())
        ? ofAlert(options, failed.code(), failed)
        : of(kind(failed), failed.getMessage(), remedy(failed), failed);
  }

  private static String remedy(TransportException why) {
    return switch (why.kind()) {
      case ADDRESS -> "check the name, and that this machine has a network";
      case TLS ->
          "both sides need certificates of one CA that are valid now, and the broker's must have"
              + " that host's name";
      case TIMEOUT -> UNREACHABLE;
      case FAILURE -> "check that it is a broker that listens there";
    };
  }

  private static Kind kind(TransportException why) {
    return why.kind() == TransportException.Kind.TLS ? Kind.CERTIFICATE : Kind.UNREACHABLE;
  }

  /** Returns that nobody has answered so far. */
  static ConnectionException unanswered(ClientOptions options) {
    return of(
        Kind.UNREACHABLE,
        "server did not answer: %s, timeoutMs=%d"
            .formatted(server(options), options.connectTimeout().toMillis()),
        UNREACHABLE,
        null);
  }

  /** Returns that the handshake is done and that the broker has said nothing so far. */
  static ConnectionException silent(ClientOptions options) {
    return of(
        Kind.UNREACHABLE,
        "broker said nothing: %s, timeoutMs=%d"
            .formatted(server(options), options.connectTimeout().toMillis()),
        "it may be busy: try again, and look into its log",
        null);
  }

  /** Returns that the broker has answered the hello by a no, for a reason of its own. */
  static ConnectionException ofRefusal(String server, ErrorCode code, String reason) {
    Kind kind =
        switch (code) {
          case UNSUPPORTED_VERSION, NOT_ALLOWED -> Kind.REFUSED;
          default -> Kind.LOST;
        };
    return of(
        kind,
        "broker refused the client: %s, code=%s, reason=%s".formatted(server, code, reason),
        switch (code) {
          case UNSUPPORTED_VERSION -> "update the older of client and broker";
          case NOT_ALLOWED -> "have it allowed, or use another certificate";
          default -> "look into the broker's log";
        },
        null);
  }

  /** Says whether another attempt to connect would end the same way. */
  static boolean isForGood(BbqException why) {
    return why instanceof ConnectionException failed
        && switch (failed.kind()) {
          case CERTIFICATE, REFUSED -> true;
          case UNREACHABLE, LOST -> false;
        };
  }

  /** Says whether a connection ended because the broker's TLS has refused the client. */
  static boolean isOfTls(CloseCause cause) {
    return cause.kind() == CloseCause.Kind.FAILURE && isAlert(cause.code());
  }

  private static boolean isAlert(long code) {
    return code >= FIRST_TLS_ALERT && code <= LAST_TLS_ALERT;
  }

  /** Returns that the broker's TLS has refused the client. */
  static ConnectionException ofTls(ClientOptions options, CloseCause cause) {
    return ofAlert(options, cause.code(), null);
  }

  private static ConnectionException ofAlert(
      ClientOptions options, long code, @Nullable Throwable why) {
    long alert = code - FIRST_TLS_ALERT;
    return ofCertificate(options, "alert=" + alert, remedy((int) alert), why);
  }

  /** Returns that the broker has refused the proof of the client's certificate. */
  static ConnectionException ofProof(ClientOptions options, CloseCause cause) {
    return ofCertificate(
        options,
        "reason=" + cause.reason(),
        "it has to be of a CA that the broker trusts, valid now, and meant for clients",
        null);
  }

  private static ConnectionException ofCertificate(
      ClientOptions options, String why, String remedy, @Nullable Throwable cause) {
    X509Certificate own = options.tls().chain().get(0);
    return of(
        Kind.CERTIFICATE,
        "broker refused this client's certificate: %s, subject=%s, issuer=%s, notAfter=%s, %s"
            .formatted(
                server(options),
                own.getSubjectX500Principal().getName(),
                own.getIssuerX500Principal().getName(),
                own.getNotAfter().toInstant(),
                why),
        remedy,
        cause);
  }

  /** Returns what to do about an alert (RFC 8446 section 6.2). */
  private static String remedy(int alert) {
    return switch (alert) {
      case 43 -> "it is not meant for clients: take one with extended key usage clientAuth";
      case 44 -> "it was revoked: take another";
      case 45 -> "it is expired or not valid yet: renew it, or set the clock";
      case 48 ->
          "the broker does not trust its issuer: take one of the broker's CA, or add this CA to"
              + " the broker's ca.pem";
      default ->
          "it may be of another CA than the broker's, expired, or not meant for clients: the"
              + " broker's log says which";
    };
  }

  private static ConnectionException of(
      Kind kind, @Nullable String problem, String remedy, @Nullable Throwable cause) {
    return new ConnectionException(kind, "%s; %s".formatted(problem, remedy), cause);
  }

  private static String server(ClientOptions options) {
    return ClientConnection.server(options);
  }
}
