// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.CERTIFICATE_REFUSED;
import static dev.bbq.api.ErrorCode.NOT_ALLOWED;
import static dev.bbq.api.ErrorCode.UNEXPECTED_TAG;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.BlockCodec;
import dev.bbq.api.wire.BlockLimits;
import dev.bbq.api.wire.BlockReader;
import dev.bbq.api.wire.ProofContent;
import dev.bbq.api.wire.ProtocolException;
import dev.bbq.api.wire.Tag;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The first stream of a client that has to prove its certificate: takes its hello, challenges it,
 * and judges its proof. Then the stream is the control stream that it would have been at once, to
 * which the hello is shown again.
 */
final class ProofStream implements StreamHandler {

  private final TransportStream stream;
  private final ProvingConnection connection;
  private final Proofs proofs;
  private final X509Certificate shown;
  private final BlockReader reader = new BlockReader(ProofStream::maxTotal);
  private final Block.Challenge challenge;
  private byte @Nullable [] hello;
  private @Nullable StreamHandler proven;

  ProofStream(
      TransportStream stream, ProvingConnection connection, Proofs proofs, X509Certificate shown) {
    this.stream = stream;
    this.connection = connection;
    this.proofs = proofs;
    this.shown = shown;
    challenge = proofs.challenge();
  }

  private static long maxTotal(int tag) {
    if (tag == Tag.HELO) {
      return ProofContent.MAX_HELLO_TOTAL;
    }
    return tag == Tag.PROV ? ProofContent.MAX_PROOF_TOTAL : BlockLimits.NOT_ALLOWED;
  }

  @Override
  public void onData(ByteBuffer data) {
    try {
      while (proven == null && !connection.isOver() && reader.read(data)) {
        onBlock(reader.tag(), reader.payload());
      }
    } catch (ProtocolException e) {
      refuse(e.code() == UNEXPECTED_TAG ? NOT_ALLOWED : e.code(), e.reason());
    }
    forward(handler -> handler.onData(data));
  }

  private void onBlock(int tag, byte[] payload) throws ProtocolException {
    Block.Request request = BlockCodec.decodeRequest(tag, payload);
    if (request instanceof Block.Hello && hello == null) {
      hello = block(tag, payload);
      byte[] asked = BlockCodec.encode(challenge);
      stream.output(asked.length).put(asked);
      stream.flush();
    } else if (request instanceof Block.Proof proof && hello != null) {
      judge(hello, proof);
    } else {
      refuse(NOT_ALLOWED, "tag not allowed now: tag=" + Tag.text(tag));
    }
  }

  private void judge(byte[] said, Block.Proof proof) {
    X509Certificate certificate;
    try {
      certificate = proofs.verify(said, challenge, proof, shown);
    } catch (CertificateException e) {
      connection.refuse(Proofs.claimed(proof), CERTIFICATE_REFUSED, String.valueOf(e.getMessage()));
      return;
    }
    StreamHandler opened = connection.proven(certificate).onStream(stream);
    proven = opened;
    opened.onData(ByteBuffer.wrap(said));
  }

  private static byte[] block(int tag, byte[] payload) {
    return ByteBuffer.allocate(BlockReader.HEADER_BYTES + payload.length)
        .putInt(tag)
        .putLong(payload.length)
        .put(payload)
        .array();
  }

  private void refuse(ErrorCode code, String reason) {
    connection.refuse(code, "certificate not proven: " + reason);
  }

  private void forward(Consumer<StreamHandler> call) {
    if (proven != null) {
      call.accept(proven);
    }
  }

  private void forwardEnd(Consumer<StreamHandler> call) {
    if (proven == null) {
      refuse(NOT_ALLOWED, "stream ended before");
    } else {
      call.accept(proven);
    }
  }

  @Override
  public void onReadComplete() {
    forward(StreamHandler::onReadComplete);
  }

  @Override
  public void onFinished() {
    forwardEnd(StreamHandler::onFinished);
  }

  @Override
  public void onReset(long code) {
    forwardEnd(handler -> handler.onReset(code));
  }

  @Override
  public void onStopped(long code) {
    forwardEnd(handler -> handler.onStopped(code));
  }

  @Override
  public void onWritable() {
    forward(StreamHandler::onWritable);
  }

  @Override
  public void onClosed() {
    forward(StreamHandler::onClosed);
  }
}
