// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.transport.TransportServer;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.tck.transport.Pki;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures how many messages of 150 bytes, each answered by one byte, pass through this transport:
 * pipelined on one stream, one stream each, and as a bulk without answers.
 *
 * <p>Arguments: {@code pipelined|streams|bulk}, then {@code one|two} JVMs, then seconds.
 */
final class TransportBench {

  private static final int MESSAGE_BYTES = 150;
  private static final int WINDOW_MESSAGES = 16_384;
  private static final int STREAMS = 100;
  private static final byte[] MESSAGE = new byte[MESSAGE_BYTES];
  private static final byte[] BULK = new byte[32 << 10];
  private static final char[] PASSWORD = "bench".toCharArray();

  private final LongAdder done = new LongAdder();

  private TransportBench() {}

  public static void main(String[] arguments) throws Exception {
    var bench = new TransportBench();
    if (arguments[0].equals("serve")) {
      bench.serve(Path.of(arguments[1]));
      return;
    }
    bench.measure(arguments[0], arguments[1].equals("two"), Integer.parseInt(arguments[2]));
  }

  private void serve(Path folder) throws Exception {
    TlsConfig tls = load(folder.resolve("server.p12"));
    TransportServer server = listen(tls);
    Files.writeString(folder.resolve("port.tmp"), Integer.toString(server.address().getPort()));
    Files.move(folder.resolve("port.tmp"), folder.resolve("port"));
    while (System.in.read() >= 0) {}
    server.close(0, Duration.ofSeconds(5));
  }

  private void measure(String mode, boolean two, int seconds) throws Exception {
    var pki = new Pki();
    TransportServer server = null;
    Process process = null;
    int port;
    if (two) {
      Path folder = Files.createTempDirectory("bench");
      store(folder.resolve("server.p12"), pki.server());
      process = another(folder);
      while (!Files.exists(folder.resolve("port"))) {
        Thread.sleep(20);
      }
      port = Integer.parseInt(Files.readString(folder.resolve("port")));
    } else {
      server = listen(pki.server());
      port = server.address().getPort();
    }
    TransportClient client =
        new NettyQuicTransport().client(new ClientConfig(pki.client(), TransportLimits.DEFAULT));
    var handler = new Nothing();
    TransportConnection connection =
        client.connect("127.0.0.1", port, handler).toCompletableFuture().get(10, TimeUnit.SECONDS);
    connection.execute(
        () -> {
          switch (mode) {
            case "pipelined" -> new Pipeline().start(connection);
            case "bulk" -> new Bulk().start(connection);
            default -> {
              for (int i = 0; i < STREAMS; i++) {
                new Single(connection).start();
              }
            }
          }
        });
    for (int i = 0; i < seconds; i++) {
      long before = done.sum();
      long startNs = System.nanoTime();
      long cpuBeforeNs = cpuNs();
      Thread.sleep(1000);
      double count = done.sum() - before;
      double elapsedNs = System.nanoTime() - startNs;
      double cpuNs = cpuNs() - cpuBeforeNs;
      System.out.printf(
          "%s %s: %,.0f %s, CPU of this JVM: %.0f%%, %.3f us each%n",
          mode,
          two ? "two" : "one",
          count * 1e9 / elapsedNs,
          mode.equals("bulk") ? "bytes/s" : "messages/s",
          cpuNs * 100 / elapsedNs,
          cpuNs / count / 1e3);
    }
    client.close(0, Duration.ofSeconds(5));
    if (server != null) {
      server.close(0, Duration.ofSeconds(5));
    }
    if (process != null) {
      process.getOutputStream().close();
      process.waitFor(5, TimeUnit.SECONDS);
    }
  }

  /** Starts a JVM like this one that serves. */
  private static Process another(Path folder) throws Exception {
    var self = ProcessHandle.current().info();
    List<String> arguments = List.of(self.arguments().orElseThrow());
    int main = 0;
    while (!arguments.get(main).endsWith(TransportBench.class.getName())) {
      main++;
    }
    List<String> command = new ArrayList<>();
    command.add(self.command().orElseThrow());
    command.addAll(arguments.subList(0, main + 1));
    command.addAll(List.of("serve", folder.toString()));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static long cpuNs() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private TransportServer listen(TlsConfig tls) throws Exception {
    var config =
        new ServerConfig(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            tls,
            TransportLimits.DEFAULT,
            1);
    return new NettyQuicTransport()
        .listen(
            config,
            connection ->
                new Nothing() {
                  @Override
                  public StreamHandler onStream(TransportStream stream) {
                    return new Answer(stream);
                  }
                });
  }

  private static void store(Path file, TlsConfig tls) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("own", tls.key(), PASSWORD, tls.chain().toArray(new Certificate[0]));
    store.setCertificateEntry("ca", tls.trusted().get(0));
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD);
    }
  }

  private static TlsConfig load(Path file) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return new TlsConfig(
        List.of((X509Certificate) store.getCertificate("own")),
        (PrivateKey) store.getKey("own", PASSWORD),
        List.of((X509Certificate) store.getCertificate("ca")));
  }

  private static class Nothing implements ConnectionHandler {
    @Override
    public StreamHandler onStream(TransportStream stream) {
      throw new IllegalStateException();
    }

    @Override
    public void onStreamCredit() {}

    @Override
    public void onClosed(CloseCause cause) {
      if (cause.kind() != CloseCause.Kind.LOCAL) {
        System.out.println(cause);
      }
    }
  }

  private abstract static class Quiet implements StreamHandler {
    @Override
    public void onData(ByteBuffer data) {}

    @Override
    public void onReadComplete() {}

    @Override
    public void onFinished() {}

    @Override
    public void onReset(long code) {
      System.out.println("reset " + code);
    }

    @Override
    public void onStopped(long code) {
      System.out.println("stopped " + code);
    }

    @Override
    public void onWritable() {}

    @Override
    public void onClosed() {}
  }

  /** The server's side: a byte for each message. */
  private static final class Answer extends Quiet {
    private final TransportStream stream;
    private long bytes;
    private long answered;

    Answer(TransportStream stream) {
      this.stream = stream;
    }

    @Override
    public void onData(ByteBuffer data) {
      bytes += data.remaining();
    }

    @Override
    public void onReadComplete() {
      answer();
      stream.flush();
    }

    private void answer() {
      long due = bytes / MESSAGE_BYTES - answered;
      answered += due;
      while (due > 0) {
        int some = (int) Math.min(due, 4096);
        ByteBuffer out = stream.output(some);
        for (int i = 0; i < some; i++) {
          out.put((byte) 1);
        }
        due -= some;
      }
    }

    @Override
    public void onFinished() {
      stream.finish();
    }
  }

  /** The client's side of one stream with many messages on the way. */
  private final class Pipeline extends Quiet {
    private TransportStream stream;
    private long outstanding;

    void start(TransportConnection connection) {
      stream = connection.tryOpenStream(this);
      fill();
    }

    private void fill() {
      while (outstanding < WINDOW_MESSAGES && stream.isWritable()) {
        for (int i = 0; i < 64; i++) {
          stream.output(MESSAGE_BYTES).put(MESSAGE);
        }
        outstanding += 64;
      }
      stream.flush();
    }

    @Override
    public void onData(ByteBuffer data) {
      outstanding -= data.remaining();
      done.add(data.remaining());
    }

    @Override
    public void onReadComplete() {
      fill();
    }

    @Override
    public void onWritable() {
      fill();
    }
  }

  /** A stream that is kept full. */
  private final class Bulk extends Quiet {
    private TransportStream stream;

    void start(TransportConnection connection) {
      stream = connection.tryOpenStream(this);
      onWritable();
    }

    @Override
    public void onData(ByteBuffer data) {
      done.add((long) data.remaining() * MESSAGE_BYTES);
    }

    @Override
    public void onWritable() {
      while (stream.isWritable()) {
        stream.output(BULK.length).put(BULK);
        stream.flush();
      }
    }
  }

  /** One stream for one message, then the next. */
  private final class Single extends Quiet {
    private final TransportConnection connection;

    Single(TransportConnection connection) {
      this.connection = connection;
    }

    void start() {
      TransportStream stream = connection.tryOpenStream(this);
      if (stream == null) {
        connection.execute(this::start);
        return;
      }
      stream.output(MESSAGE_BYTES).put(MESSAGE);
      stream.finish();
    }

    @Override
    public void onData(ByteBuffer data) {
      done.add(data.remaining());
    }

    @Override
    public void onClosed() {
      new Single(connection).start();
    }
  }
}
