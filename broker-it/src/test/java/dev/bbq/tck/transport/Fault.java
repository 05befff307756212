// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import java.util.Map;

/**
 * A fault that breaks one sentence of the contract.
 *
 * @param sentence the sentence
 * @param methods what methods, named {@code Type.method}, do instead
 */
record Fault(TransportSentence sentence, Map<String, Mutant.Behaviour> methods) {

  /** Returns a fault of one method. */
  static Fault of(TransportSentence sentence, String method, Mutant.Behaviour behaviour) {
    return new Fault(sentence, Map.of(method, behaviour));
  }
}
