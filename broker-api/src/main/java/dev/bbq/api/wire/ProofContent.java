// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;

/**
 * What the proof of a certificate signs (docs/protocol.md, "Proof of the certificate"): in the
 * layout of TLS 1.3 (RFC 8446 section 4.4.3), with a context of its own.
 */
public final class ProofContent {

  /** Bytes of each nonce. */
  public static final int NONCE_BYTES = 32;

  /** The most bytes of a client's chain, with the lengths of its certificates. */
  public static final int MAX_CHAIN_BYTES = 16 << 10;

  /** The most certificates of a client's chain. */
  public static final int MAX_CERTIFICATES = 8;

  /** The largest total of a HELO that a proof has to follow. */
  public static final int MAX_HELLO_TOTAL = 4 << 10;

  /** The largest total of a PROV. */
  public static final int MAX_PROOF_TOTAL = 18 << 10;

  static final String CONTEXT = "BBQ, client proof of certificate, version 1";
  private static final int PADDING_BYTES = 64;
  private static final byte PADDING = 0x20;

  private ProofContent() {}

  /**
   * Returns the content to be signed.
   *
   * @param hello the whole HELO block as it was sent
   * @param challenge the broker's answer to it
   * @param proof what the client sends next; its signature plays no part
   * @param server the broker's certificate as TLS has shown it
   */
  public static byte[] of(
      byte[] hello, Block.Challenge challenge, Block.Proof proof, X509Certificate server)
      throws GeneralSecurityException {
    return of(
        hello, challenge, proof, MessageDigest.getInstance("SHA-256").digest(server.getEncoded()));
  }

  /** Returns the content for the SHA-256 of the broker's certificate. */
  static byte[] of(byte[] hello, Block.Challenge challenge, Block.Proof proof, byte[] serverSha256)
      throws GeneralSecurityException {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update(hello);
    sha.update(BlockCodec.encode(challenge));
    sha.update(unsigned(proof));
    byte[] hash = sha.digest(serverSha256);

    byte[] context = CONTEXT.getBytes(US_ASCII);
    byte[] content = new byte[PADDING_BYTES + context.length + 1 + hash.length];
    Arrays.fill(content, 0, PADDING_BYTES, PADDING);
    System.arraycopy(context, 0, content, PADDING_BYTES, context.length);
    System.arraycopy(hash, 0, content, content.length - hash.length, hash.length);
    return content;
  }

  /** Returns the fields before the signature. */
  private static byte[] unsigned(Block.Proof proof) {
    byte[] block = BlockCodec.encode(proof.signed(Octets.NONE));
    return Arrays.copyOfRange(block, BlockReader.HEADER_BYTES, block.length - Long.BYTES);
  }
}
