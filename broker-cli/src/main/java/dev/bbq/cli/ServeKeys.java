// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.ClientOptions;
import dev.bbq.cli.config.Key;
import dev.bbq.cli.config.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings of {@code bbq serve}, but for its limits: see {@link LimitKeys}. */
final class ServeKeys {

  /** Of all commands; never another when this one is not there, nor when it can't run. */
  static final String DEFAULT_TRANSPORT = "netty-quic";

  /** Never another when this one is not there. */
  static final String DEFAULT_STORE = "memory";

  static final Key<ServerAddress> LISTEN =
      new Key<>(
          "listen",
          Type.of("HOST:PORT as in 127.0.0.1:6789 or [::]:6789", ServerAddress::parse),
          Optional.of("127.0.0.1:" + ClientOptions.DEFAULT_PORT),
          "Where to listen. Port 0 takes a free one; 0.0.0.0 or [::] takes all interfaces.");

  static final Key<Path> CERTS =
      new Key<>(
          "certs",
          Type.path("a folder"),
          Optional.empty(),
          "Folder with ca.pem, server.pem and server.key.pem, as 'bbq certs' makes it.");

  static final Key<Path> TLS_CERT =
      new Key<>(
          "tls.cert",
          Type.path("a file"),
          Optional.empty(),
          "Instead of certs: PEM file with the broker's certificate and what leads to its CA.");

  static final Key<Path> TLS_KEY =
      new Key<>(
          "tls.key",
          Type.path("a file"),
          Optional.empty(),
          "Instead of certs: PEM file with the private key of tls.cert, in PKCS#8.");

  static final Key<Path> TLS_CA =
      new Key<>(
          "tls.ca",
          Type.path("a file"),
          Optional.empty(),
          "Instead of certs: PEM file with the CAs whose clients may connect.");

  static final Key<Path> DATA =
      new Key<>(
          "data",
          Type.path("a folder"),
          Optional.of("bbq-data"),
          "Folder for what the store writes, and with --dev for certificates.");

  static final Key<Path> PLUGINS =
      new Key<>(
          "plugins",
          Type.path("a folder"),
          Optional.empty(),
          "Folder whose subfolders are plugins. Not set: $BBQ_HOME/plugins, if it is there.");

  static final Key<String> TRANSPORT =
      new Key<>(
          "transport",
          Type.name(),
          Optional.of(DEFAULT_TRANSPORT),
          "The QUIC stack to use: netty-quic, kwik, or one of a plugin.");

  static final Key<String> STORE =
      new Key<>(
          "store",
          Type.name(),
          Optional.of(DEFAULT_STORE),
          "What keeps the messages: memory, caffeine, or one of a plugin.");

  static final Key<Long> IO_THREADS =
      new Key<>(
          "io-threads",
          Type.integer(1, 256),
          Optional.of("1"),
          "How many threads serve the socket; a transport may take fewer.");

  static final Key<Duration> DRAIN_TIMEOUT =
      new Key<>(
          "drain-timeout",
          Type.duration(Duration.ZERO),
          Optional.of("10s"),
          "How long clients may take to settle when the broker ends.");

  static final Key<String> LOG_FORMAT =
      new Key<>(
          "log.format",
          Type.word(LogFormat.words()),
          Optional.of(LogFormat.TEXT.word()),
          "How log lines look: text for people and key=value tools, json for one object a line.");

  static final Key<String> LOG_LEVEL =
      new Key<>(
          "log.level",
          Type.word(LogLevel.words()),
          Optional.of(LogLevel.INFO.word()),
          "From which level on something is logged.");

  private ServeKeys() {}

  /** Returns all keys in the order of the reference page. */
  static List<Key<?>> all() {
    return Stream.concat(
            Stream.of(
                LISTEN,
                CERTS,
                TLS_CERT,
                TLS_KEY,
                TLS_CA,
                DATA,
                PLUGINS,
                TRANSPORT,
                STORE,
                IO_THREADS,
                DRAIN_TIMEOUT,
                LOG_FORMAT,
                LOG_LEVEL),
            LimitKeys.all().stream())
        .toList();
  }
}
