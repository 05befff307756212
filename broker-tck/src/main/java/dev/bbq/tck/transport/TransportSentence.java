// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

/** The sentences of the transport SPI that a transport must keep, as they stand in its Javadoc. */
enum TransportSentence {
  NAME("Transport", "Returns the name users choose this transport by"),
  CONTEXT("Transport", "in which its tasks and callbacks run one after another and never overlap"),
  ENDS("Transport", "what those started ends with the object they returned"),
  PORT("Transport", "has the real port when port 0 was asked for"),
  LISTEN_FAILURE("Transport", "if the address can't be bound or the TLS material is of no use"),
  ACCEPT("Transport", "Takes a connection whose handshake is complete"),
  PEER("Peer", "its verified chain, its own certificate first"),
  OWN_CERTIFICATE(
      "TransportConnection",
      "Returns the certificate that this end has shown in the handshake, if it knows"),
  SERVER_IDENTITY(
      "TransportClient",
      "verifies that its certificate is of a trusted CA, meant for servers, and names"),
  CLIENT_IDENTITY(
      "TransportCapability",
      "The server asks for a client certificate in the TLS handshake (RFC 8446 section 4.3.2) and"
          + " refuses clients without"),
  CONNECT(
      "TransportClient",
      "completes in the connection's context, within the handshake timeout, with the connection or"
          + " exceptionally with a"),
  CLIENT_CLOSE("TransportClient", "then sockets and threads, and waits for their end"),
  STOP_ACCEPTING(
      "TransportServer", "Refuses new connections from now on; those that are there stay"),
  SERVER_CLOSE(
      "TransportServer", "and an empty reason, then socket and threads, and waits for their end"),
  IDLE_TIMEOUT(
      "TransportLimits",
      "how long a connection may hear nothing from its peer before it is closed with"),
  HANDSHAKE_TIMEOUT("TransportLimits", "how long a handshake may take"),
  MAX_STREAMS("TransportLimits", "how many bidirectional streams the peer may have open at once"),
  STREAM_WINDOW("TransportLimits", "how many unread bytes a peer may have sent on one stream"),
  CONNECTION_WINDOW(
      "TransportLimits",
      "how many unread bytes a peer may have sent on all streams of a connection"),
  MAX_CONNECTIONS(
      "TransportLimits", "how many connections a server holds at once; more are refused"),
  IO_THREADS("ServerConfig", "how many threads serve the socket"),
  OPEN("TransportConnection", "Opens a bidirectional stream if the peer's limit allows one now"),
  OPEN_NOTHING(
      "TransportConnection",
      "null when the peer allows no further stream now or the connection has closed"),
  CREDIT("ConnectionHandler", "may succeed again after it returned null"),
  TASK_ORDER("TransportConnection", "tasks of one thread keep their order"),
  TASKS_AFTER_CLOSE("TransportConnection", "Tasks run also after the connection has closed"),
  TASKS_REJECTED("TransportConnection", "if the server or client of this connection has ended"),
  CLOSE_CODE("TransportConnection", "sent to the peer (RFC 9000 section 19.19)"),
  CLOSE_REASON("TransportConnection", "for the peer's log; cut to 256 bytes of UTF-8"),
  CLOSE_ONCE("TransportConnection", "Does nothing if it has closed"),
  ON_STREAM("ConnectionHandler", "Takes a stream that the peer has opened"),
  CLOSED_LAST("ConnectionHandler", "the last callback, once, after"),
  OUTPUT("TransportStream", "positioned behind what was put so far"),
  OUTPUT_RANGE("TransportStream", "how much room it must have at least"),
  FLUSH("TransportStream", "Sends what was gathered"),
  WRITABLE("TransportStream", "Says whether more output is welcome"),
  KEPT("TransportStream", "What is put in spite of it is kept and sent"),
  FINISH("TransportStream", "and then the end of the output (FIN) with the last of it"),
  AFTER_END("TransportStream", "what is put is thrown away and the other calls do nothing"),
  RESET(
      "TransportStream",
      "Aborts the output: the peer may never see what was sent before, and will see no end"),
  STOP("TransportStream", "Asks the peer to send no more"),
  THROWN_AWAY("TransportStream", "throws away what comes still"),
  PAUSE(
      "TransportStream",
      "unread bytes fill the peer's window, then the peer waits. Other streams go on"),
  RESUME("TransportStream", "data that waits comes soon after, not from within this call"),
  ORDER("StreamHandler", "anywhere between"),
  DATA("StreamHandler", "Takes bytes from the peer"),
  READ_COMPLETE("StreamHandler", "Learns that the burst has ended: nothing more can be read now"),
  FINISHED(
      "StreamHandler",
      "Learns that the peer has ended its output cleanly: everything it sent has been handed over"),
  ON_RESET("StreamHandler", "Learns that the peer has aborted its output"),
  RESET_CODE("StreamHandler", "the peer's code, or 0 without"),
  ON_STOPPED(
      "StreamHandler", "Learns that the peer wants no more of our output, which has thereby ended"),
  ON_WRITABLE("StreamHandler", "is true again after it was false"),
  STREAM_CLOSED(
      "StreamHandler",
      "Learns that nothing more will come: both directions have ended, or the connection has"),
  MIGRATION("TransportCapability", "A connection survives a change of the client's address"),
  EARLY_RESET(
      "TransportCapability",
      "RESET_STREAM is told even when nothing else of its stream has come before"),
  DATA_BEFORE_CLOSE(
      "TransportCapability", "What has come before the peer's close is handed over before"),
  RENEW(
      "TransportServer",
      "handshakes that begin from now on show its certificate and trust its CAs and no others."
          + " Connections that are there stay"),
  RENEW_FAILURE("TransportServer", "if the material is of no use; then the old stays in use"),
  ON_REFUSED("Transport", "Learns that a client was turned away");

  private final String type;
  private final String text;

  TransportSentence(String type, String text) {
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
