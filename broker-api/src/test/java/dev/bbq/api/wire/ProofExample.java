// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import java.util.HexFormat;
import java.util.List;

/** The proof of a certificate that docs/protocol.md shows. */
final class ProofExample {

  static final Block.Hello HELLO = new Block.Hello(1, 1, "grill/1.0");
  static final Block.Challenge CHALLENGE = new Block.Challenge(counting(0));
  static final byte[] SERVER_SHA_256 = counting(0x40).bytes();
  static final String SIGNED_SHA_256 =
      "8597e11f9843a7c1b1ecdd4c0e8101b263b1033955ba39620e3c5dee7263a285";

  /** Of CN=till-7,O=Shop. */
  private static final String CERTIFICATE =
      "308201283081d0020107300a06082a8648ce3d0403023020310d300b060355040a0c0453686f"
          + "70310f300d06035504030c0674696c6c2d373020170d3236313132333132323531385a180f32"
          + "313236313033303132323531385a3020310d300b060355040a0c0453686f70310f300d060355"
          + "04030c0674696c6c2d373059301306072a8648ce3d020106082a8648ce3d0301070342000466"
          + "4b137e7ae3b67dc42d7e6d89acfe83a005873d657215c4520464493c2a9d5961ed76ebeb7251"
          + "54165d43d94cc06a555b939fa0946fb40b8956d0c84142bbb6300a06082a8648ce3d04030203"
          + "4700304402204f081c638f2ad2fc386a7e360dc09a4d57a35dd9f269cd4cadd1e0ba4820b302"
          + "0220761fc8343202eddc4948a3b66280d115fb2bd0be631b71519ebf52d628a8322c";

  private static final String SIGNATURE =
      "3046022100e3499bc9b7a5158f50b114bd653b615ddec9e56dfd63cecf4f1b75bfd68b992802"
          + "2100b164a83b5dbee0fad2568fa2b75cd87a6a31d57038eb9af768f8f4bc70deaee9";

  static final Block.Proof PROOF =
      new Block.Proof(
          counting(0x80), "bbq", 0x0403, List.of(octets(CERTIFICATE)), octets(SIGNATURE));

  private ProofExample() {}

  private static Octets counting(int first) {
    byte[] bytes = new byte[ProofContent.NONCE_BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (first + i);
    }
    return new Octets(bytes);
  }

  private static Octets octets(String hex) {
    return new Octets(HexFormat.of().parseHex(hex));
  }
}
