// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import dev.bbq.api.plugin.Plugins;
import dev.bbq.api.transport.TlsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a client connects, who it is, and how long it waits. A time of more than 10,000 days counts
 * as that.
 *
 * @param host name or literal address of the broker; its certificate must name it
 * @param port 1–65535
 * @param tls the client's certificate and the CAs of its brokers
 * @param transport name of the transport; empty takes the only one there is
 * @param plugins where to look for transports beside the module path or class path
 * @param connectTimeout the longest {@link BbqClient#connect} takes; positive
 * @param requestTimeout the longest a call that asks the broker takes; positive
 * @param closeTimeout the longest {@link BbqClient#close()} takes; positive
 * @param reconnect what to do when a connection was lost
 * @param listener learns of each change of a connection's state
 */
public record ClientOptions(
    String host,
    int port,
    TlsConfig tls,
    Optional<String> transport,
    Plugins plugins,
    Duration connectTimeout,
    Duration requestTimeout,
    Duration closeTimeout,
    ReconnectPolicy reconnect,
    ConnectionListener listener) {

  /** The port brokers listen on unless told otherwise. */
  public static final int DEFAULT_PORT = 6789;

  public ClientOptions {
    if (host.isEmpty() || port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "server out of range: host=%s, port=%d".formatted(host, port));
    }
    requirePositive("connectTimeout", connectTimeout);
    requirePositive("requestTimeout", requestTimeout);
    requirePositive("closeTimeout", closeTimeout);
    connectTimeout = Durations.cut(connectTimeout);
    requestTimeout = Durations.cut(requestTimeout);
    closeTimeout = Durations.cut(closeTimeout);
  }

  /** Returns a builder; {@link Builder#certificates} or {@link Builder#tls} must be called. */
  public static Builder builder() {
    return new Builder();
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("duration not positive: %s=%s".formatted(name, value));
    }
  }

  /** Gathers options. Not for use by several threads. */
  public static final class Builder {

    private String host = "localhost";
    private int port = DEFAULT_PORT;
    private @Nullable TlsConfig tls;
    private Optional<String> transport = Optional.empty();
    private Plugins plugins = Plugins.none();
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration requestTimeout = Duration.ofSeconds(10);
    private Duration closeTimeout = Duration.ofSeconds(10);

    private ReconnectPolicy reconnect = ReconnectPolicy.DEFAULT;
    private ConnectionListener listener = ConnectionListener.NONE;

    private Builder() {}

    /** Sets the broker's address; {@code localhost:6789} otherwise. */
    public Builder server(String host, int port) {
      this.host = host;
      this.port = port;
      return this;
    }

    /**
     * Reads {@code ca.pem}, {@code client.pem} and {@code client.key.pem} from a folder.
     *
     * @throws ConnectionException if one of them is missing or can't be read
     */
    public Builder certificates(Path folder) {
      return tls(PemFiles.client(folder));
    }

    /** Sets the client's certificate and the CAs of its brokers. */
    public Builder tls(TlsConfig tls) {
      this.tls = tls;
      return this;
    }

    /** Chooses a transport by its name; otherwise there must be just one. */
    public Builder transport(String name) {
      this.transport = Optional.of(name);
      return this;
    }

    /** Looks for transports in these plugins too; only on the path otherwise. */
    public Builder plugins(Plugins loaded) {
      this.plugins = loaded;
      return this;
    }

    /** Sets the longest {@link BbqClient#connect} takes; 10 s otherwise. */
    public Builder connectTimeout(Duration timeout) {
      this.connectTimeout = timeout;
      return this;
    }

    /** Sets the longest a call that asks the broker takes; 10 s otherwise. */
    public Builder requestTimeout(Duration timeout) {
      this.requestTimeout = timeout;
      return this;
    }

    /** Sets the longest {@link BbqClient#close()} takes; 10 s otherwise. */
    public Builder closeTimeout(Duration timeout) {
      this.closeTimeout = timeout;
      return this;
    }

    /** Sets what to do when a connection was lost; {@link ReconnectPolicy#DEFAULT} otherwise. */
    public Builder reconnect(ReconnectPolicy policy) {
      this.reconnect = policy;
      return this;
    }

    /** Sets who learns of each change of a connection's state; nobody otherwise. */
    public Builder listener(ConnectionListener listener) {
      this.listener = listener;
      return this;
    }

    /** Returns the options. */
    public ClientOptions build() {
      if (tls == null) {
        throw new IllegalStateException(
            "certificates missing: call certificates(folder) or tls(config)");
      }
      return new ClientOptions(
          host,
          port,
          tls,
          transport,
          plugins,
          connectTimeout,
          requestTimeout,
          closeTimeout,
          reconnect,
          listener);
    }
  }
}
