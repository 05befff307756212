// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.support;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.plugin.Transports;
import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.BlockCodec;
import dev.bbq.api.wire.Octets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection in the hands of a test: raw QUIC streams through the transport's own client,
 * nothing said on them but what the test says.
 */
public final class RawClient extends Awaiting implements ConnectionHandler, AutoCloseable {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final TransportClient client;
  private @Nullable TransportConnection connection;
  private @Nullable CloseCause cause;
  private @Nullable RawStream control;
  private int credits;

  private RawClient(TransportClient client) {
    this.client = client;
  }

  /**
   * Connects to the loopback interface.
   *
   * @throws TransportException if that fails
   */
  public static RawClient tryConnect(int port, TlsConfig tls, TransportLimits limits)
      throws TransportException {
    return tryConnect(Pair.chosen().client(), port, tls, limits);
  }

  /**
   * Connects to the loopback interface over a transport.
   *
   * @throws TransportException if that fails
   */
  public static RawClient tryConnect(
      String transport, int port, TlsConfig tls, TransportLimits limits) throws TransportException {
    TransportClient client =
        Transports.find(Optional.of(transport)).client(new ClientConfig(tls, limits));
    RawClient raw = new RawClient(client);
    try {
      raw.connection =
          client
              .connect("127.0.0.1", port, raw)
              .toCompletableFuture()
              .get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
      return raw;
    } catch (ExecutionException e) {
      raw.close();
      if (e.getCause() instanceof TransportException refused) {
        throw refused;
      }
      throw new AssertionError("wrong kind of failure", e);
    } catch (InterruptedException | TimeoutException e) {
      raw.close();
      throw new AssertionError("connect hangs: port=" + port, e);
    }
  }

  /** Opens a stream, and waits until the broker allows one. */
  public RawStream open() {
    while (true) {
      int before = read(() -> credits);
      RawStream opened = tryOpen();
      if (opened != null) {
        return opened;
      }
      await("credit for a stream", () -> credits > before || cause != null);
      if (read(() -> cause != null)) {
        throw new AssertionError("connection closed: " + this);
      }
    }
  }

  /** Opens a stream if the broker allows one now. */
  public @Nullable RawStream tryOpen() {
    return ask(() -> {
          RawStream raw = new RawStream(this);
          TransportStream opened = transport().tryOpenStream(raw);
          return opened == null ? Optional.<RawStream>empty() : Optional.of(raw.attach(opened));
        })
        .orElse(null);
  }

  /** Opens many streams in one go, each with its first bytes; the broker must allow them all. */
  public List<RawStream> openAll(List<byte[]> beginnings) {
    List<RawStream> opened = new ArrayList<>(beginnings.size());
    run(
        () -> {
          for (byte[] beginning : beginnings) {
            RawStream raw = new RawStream(this);
            TransportStream stream = transport().tryOpenStream(raw);
            if (stream == null) {
              throw new AssertionError("no credit: opened=" + opened.size());
            }
            opened.add(raw.attach(stream));
            raw.put(beginning);
          }
        });
    return opened;
  }

  /** Says hello on a control stream, unless it has, and proves who it is if the broker asks. */
  public RawStream greet() {
    RawStream there = control;
    if (there == null) {
      there = greet(TestCertificates.client());
      control = there;
    }
    return there;
  }

  /** Says hello on a control stream, and proves that it is its own if the broker asks. */
  public RawStream greet(TlsConfig own) {
    byte[] hello = BlockCodec.encode(new Block.Hello(1, 1, "raw"));
    RawStream stream = open().write(hello);
    Block.Response answer = stream.takeBlock();
    if (answer instanceof Block.Challenge challenge) {
      try {
        stream.write(BlockCodec.encode(RawProof.of(hello, challenge, own, brokerCertificate())));
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
      answer = stream.takeBlock();
    }
    if (!(answer instanceof Block.Welcome)) {
      throw new AssertionError("not welcome: " + answer);
    }
    return stream;
  }

  /** Publishes one message on a stream of its own and returns the reply. */
  public RawReply publish(String exchange, String routingKey, String message) {
    RawStream stream = open().write(Bytes.send(exchange, routingKey, message)).finish();
    RawReply reply = stream.takeReply();
    stream.awaitEnd();
    return reply;
  }

  /** Publishes messages one after the other on one stream; all must be confirmed. */
  public void publishAll(String exchange, String routingKey, List<String> messages) {
    RawStream stream = open();
    byte[][] blocks =
        messages.stream()
            .map(message -> Bytes.send(exchange, routingKey, message))
            .toArray(byte[][]::new);
    stream.write(Bytes.join(blocks)).finish();
    for (String message : messages) {
      if (!stream.takeReply().equals(RawReply.CONFIRMED)) {
        throw new AssertionError("not confirmed: " + message);
      }
    }
    stream.awaitEnd();
  }

  /** Opens a consume stream; the broker must accept it. */
  public RawStream consume(String queue, int creditMessages) {
    RawStream stream =
        open().write(BlockCodec.encode(new Block.Receive(queue, creditMessages, 16 << 20)));
    Block.Response answer = stream.takeBlock();
    if (!answer.equals(new Block.Okay(0))) {
      throw new AssertionError("not accepted: " + answer);
    }
    return stream;
  }

  /** Asks something and returns all answers. */
  public List<Block.Response> request(Block.TopologyRequest request) {
    RawStream stream = open().write(BlockCodec.encode(request)).finish();
    List<Block.Response> answers = new ArrayList<>();
    do {
      answers.add(stream.takeBlock());
    } while (!(answers.get(answers.size() - 1) instanceof Block.Okay
        || answers.get(answers.size() - 1) instanceof Block.Fail));
    stream.awaitEnd();
    return answers;
  }

  /** Declares a queue; must be granted. */
  public void declareQueue(String name) {
    List<Block.Response> answers = request(new Block.DeclareQueue(name, Octets.NONE));
    if (!answers.equals(List.of(new Block.Okay(0)))) {
      throw new AssertionError("not declared: " + answers);
    }
  }

  /** Returns what the broker says of a queue. */
  public QueueInfo queue(String name) {
    return request(new Block.ListAll(Block.Kind.QUEUES)).stream()
        .filter(Block.QueueItem.class::isInstance)
        .map(item -> ((Block.QueueItem) item).queue())
        .filter(item -> item.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no such queue: " + name));
  }

  /** Returns the broker's certificate. */
  public X509Certificate brokerCertificate() {
    return transport().peer().certificates().get(0);
  }

  /** Waits until the connection has ended, and returns why. */
  public CloseCause awaitClosed() {
    await("end of the connection", () -> cause != null);
    return read(() -> Optional.ofNullable(cause).orElseThrow());
  }

  /** Tells whether the connection has ended. */
  public boolean isClosed() {
    return read(() -> cause != null);
  }

  /** Closes the connection without ending its streams first. */
  public void disconnect() {
    transport().close(ErrorCode.NONE.number(), "");
    awaitClosed();
  }

  @Override
  public void close() {
    if (!client.close(ErrorCode.NONE.number(), CLOSE_TIMEOUT)) {
      throw new AssertionError("client did not end: " + this);
    }
  }

  /** Runs something in the connection's context and waits until it is done. */
  void run(Runnable task) {
    ask(
        () -> {
          task.run();
          return true;
        });
  }

  /** Asks something in the connection's context. */
  <T> T ask(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    transport()
        .execute(
            () -> {
              try {
                answer.complete(question.get());
              } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
              }
            });
    try {
      return answer.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("task failed: " + this, e);
    }
  }

  private TransportConnection transport() {
    TransportConnection open = connection;
    if (open == null) {
      throw new IllegalStateException("not connected");
    }
    return open;
  }

  // --- what the transport says

  @Override
  public StreamHandler onStream(TransportStream stream) {
    throw new AssertionError("a broker opens no streams");
  }

  @Override
  public void onStreamCredit() {
    change(() -> credits++);
  }

  @Override
  public void onClosed(CloseCause why) {
    change(() -> cause = why);
  }

  @Override
  public String toString() {
    return "RawClient[cause=%s, credits=%d]".formatted(cause, credits);
  }
}
