// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** The exit codes of {@code bbq}: part of its interface. */
final class ExitCode {

  /** Done. */
  static final int OK = 0;

  /** It has failed in a way that has no code of its own. */
  static final int FAILURE = 1;

  /** The command line or the configuration is wrong. */
  static final int USAGE = 2;

  /** The broker has refused it. */
  static final int REFUSED = 3;

  /** There is no connection, or it was lost. */
  static final int CONNECTION = 4;

  /** It did not happen in time. */
  static final int TIMEOUT = 5;

  /** The broker is up, but publishers have to wait. */
  static final int BLOCKED = 6;

  /** It is not known what became of some messages. */
  static final int UNKNOWN = 7;

  /** Client and broker don't accept each other's certificates, or one can't be used. */
  static final int CERTIFICATE = 8;

  /** Ended by a signal: this and the signal's number, as shells have it. */
  static final int SIGNAL = 128;

  private ExitCode() {}

  /** Returns the codes and what they mean, for help texts. */
  static Map<String, String> meanings() {
    var meanings = new LinkedHashMap<String, String>();
    meanings.put(Integer.toString(OK), "done");
    meanings.put(Integer.toString(FAILURE), "failed, for a reason not named below");
    meanings.put(Integer.toString(USAGE), "the command line or the configuration is wrong");
    meanings.put(Integer.toString(REFUSED), "the broker has refused it");
    meanings.put(Integer.toString(CONNECTION), "no connection to the broker, or it was lost");
    meanings.put(Integer.toString(TIMEOUT), "it did not happen in time");
    meanings.put(Integer.toString(BLOCKED), "status: the broker is up but blocks publishers");
    meanings.put(Integer.toString(UNKNOWN), "it is not known what became of some messages");
    meanings.put(
        Integer.toString(CERTIFICATE), "a certificate or key is not accepted or not usable");
    meanings.put(SIGNAL + "+N", "ended by signal N (serve: 0 when it has drained)");
    return meanings;
  }
}
