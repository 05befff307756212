// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import dev.bbq.api.ClientOptions;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.PemFiles;
import dev.bbq.api.plugin.PluginException;
import dev.bbq.api.plugin.Plugins;
import dev.bbq.api.transport.TlsConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A broker in this JVM. It listens from {@link Builder#start()} until {@link #close()}, and leaves
 * no thread, file or port behind. All methods may be called from any thread.
 */
public interface Broker extends AutoCloseable {

  /** Returns a builder; {@link Builder#certificates} or {@link Builder#tls} must be called. */
  static Builder builder() {
    return new Builder();
  }

  /** Returns the address it listens on, with the real port. */
  InetSocketAddress address();

  /** Returns the name of its transport. */
  String transport();

  /** Returns the name of its store. */
  String store();

  /**
   * Returns what the broker holds and has done so far. Each part is as it was when it was looked
   * at: the parts may be some milliseconds apart, and nothing waits for them all.
   */
  BrokerMetrics metrics();

  /**
   * Takes another certificate and other CAs. Connections to come are judged by them; those that are
   * there stay.
   *
   * @throws BrokerException if they are of no use; then it keeps those that it had
   */
  void renew(TlsConfig tls);

  /** Closes with a timeout of 10 s. */
  @Override
  void close();

  /**
   * Refuses new connections and messages, tells the clients, and answers what it has taken. If its
   * store survives no restart, goes on delivering until the queues that are consumed are empty, for
   * what is left is discarded; if it does, only waits until what was delivered is settled. Then
   * ends connections, store and threads. The second call waits for the first.
   *
   * @param timeout the longest wait for clients, 0 or more
   * @return whether all was answered, settled and ended within {@code timeout}; if not, threads and
   *     port may be there for some milliseconds more
   */
  boolean close(Duration timeout);

  /** Gathers what a broker is made of. Not for use by several threads. */
  final class Builder {

    private InetSocketAddress listen =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), ClientOptions.DEFAULT_PORT);
    private @Nullable TlsConfig tls;
    private Optional<String> transport = Optional.empty();
    private Optional<String> store = Optional.empty();
    private Plugins plugins = Plugins.none();
    private Path dataDirectory = Path.of("bbq-data");
    private BrokerLimits limits = BrokerLimits.DEFAULT;
    private int ioThreads = 1;
    private Declarations declarations = Declarations.NONE;

    private Builder() {}

    /** Sets where to listen; port 0 takes a free one; {@code 127.0.0.1:6789} otherwise. */
    public Builder listen(InetSocketAddress address) {
      this.listen = address;
      return this;
    }

    /** Listens on a port of the loopback interface; 0 takes a free one. */
    public Builder port(int port) {
      return listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /**
     * Reads {@code ca.pem}, {@code server.pem} and {@code server.key.pem} from a folder.
     *
     * @throws ConnectionException if one of them is missing or can't be read
     */
    public Builder certificates(Path folder) {
      return tls(PemFiles.server(folder));
    }

    /** Sets the broker's certificate and the CAs of its clients. */
    public Builder tls(TlsConfig config) {
      this.tls = config;
      return this;
    }

    /** Chooses a transport by its name; otherwise there must be just one. */
    public Builder transport(String name) {
      this.transport = Optional.of(name);
      return this;
    }

    /** Chooses a store by its name; otherwise there must be just one. */
    public Builder store(String name) {
      this.store = Optional.of(name);
      return this;
    }

    /** Looks for transports and stores in these plugins too; only on the path otherwise. */
    public Builder plugins(Plugins loaded) {
      this.plugins = loaded;
      return this;
    }

    /**
     * Sets the folder for stores that write files; {@code bbq-data} otherwise. It is made when it
     * is needed.
     */
    public Builder dataDirectory(Path folder) {
      this.dataDirectory = folder;
      return this;
    }

    /** Sets the bounds for clients; {@link BrokerLimits#DEFAULT} otherwise. */
    public Builder limits(BrokerLimits bounds) {
      this.limits = bounds;
      return this;
    }

    /** Sets how many threads serve the socket, 1 or more; 1 otherwise. */
    public Builder ioThreads(int count) {
      this.ioThreads = count;
      return this;
    }

    /** Sets what is declared before the broker listens; what is there already is no error. */
    public Builder declare(Declarations topology) {
      this.declarations = topology;
      return this;
    }

    /**
     * Starts the broker and returns once it listens.
     *
     * @throws BrokerException if it can't listen, open its store or declare what was asked for
     * @throws PluginException if there is no such transport or store, or no single one to choose
     */
    public Broker start() {
      TlsConfig identity = tls;
      if (identity == null) {
        throw new IllegalStateException(
            "certificates missing: call certificates(folder) or tls(config)");
      }
      return RunningBroker.start(
          new BrokerConfig(
              listen,
              identity,
              transport,
              store,
              plugins,
              dataDirectory,
              limits,
              ioThreads,
              declarations));
    }
  }
}
